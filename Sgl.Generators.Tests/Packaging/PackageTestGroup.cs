using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>Tests of the package share one, and build one after another.</summary>
[CollectionDefinition(nameof(PackageTestGroup))]
public sealed class PackageTestGroup : ICollectionFixture<SglPackage>;
