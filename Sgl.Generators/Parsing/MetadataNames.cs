namespace Sgl.Generators.Parsing;

/// <summary>Names by which the parser finds the members of Sgl.Attributes.</summary>
internal static class MetadataNames
{
    public const string Surrogate = "Sgl.SurrogateAttribute";
    public const string State = "Sgl.StateAttribute";
    public const string Parameter = "Sgl.ParameterAttribute";
    public const string Spike = "Sgl.SpikeMath.Spike";
    public const string Sign = "Sgl.SpikeMath.Sign";
    public const string Detach = "Sgl.SpikeMath.Detach";

    /// <summary>What a compilation has that can have kernels for ILGPU.</summary>
    public const string GpuIndex = "ILGPU.Index1D";

    /// <summary>What a compilation has that can have modules for TorchSharp.</summary>
    public const string TorchFunction = "TorchSharp.torch+autograd+MultiTensorFunction`1";
}
