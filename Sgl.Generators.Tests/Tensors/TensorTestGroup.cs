using Xunit;

namespace Sgl.Tests.Tensors;

/// <summary>Tests of tensors run alone: one looks at the memory of the process.</summary>
[CollectionDefinition(nameof(TensorTests), DisableParallelization = true)]
public class TensorTestGroup;
