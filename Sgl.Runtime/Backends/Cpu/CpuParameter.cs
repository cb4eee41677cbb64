using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>A parameter on the processor, where it is anyway.</summary>
internal sealed class CpuParameter(Parameter parameter) : LayerParameter
{
    // Layers only read it, and a read is no change of the values.
    public override View<float> Value => new(MemoryMarshal.AsMemory(parameter.Stored));

    public override View<float> Gradient => new(parameter.Gradient);
}
