using ILGPU.Runtime;

namespace Sgl;

/// <summary>The operations on a device that ILGPU reaches.</summary>
/// <param name="math">The kernels.</param>
/// <param name="memory">Where scratch memory is.</param>
internal sealed partial class GpuBackend(DeviceComputing math, DeviceArena memory) : Backend
{
    public override string Name => math.Launcher.Accelerator.Name;

    /// <summary>The kernels.</summary>
    public DeviceComputing Math => math;

    /// <summary>The memory of the network.</summary>
    public DeviceArena Memory => memory;

    internal override LayerParameter Place(Parameter parameter) => new PlacedParameter(parameter, memory);

    internal override IStateRows Place(LayerStates states) => new DeviceStates(math, memory, states.Features, states.Initial);

    internal override KeptMemory<T> Keep<T>() => new GpuMemory<T>(memory.Keep<T>());

    internal override void Write<T>(ReadOnlySpan<T> values, View<T> into)
    {
        if (values.Length > 0) into.AsArray().CopyFromCPU(math.Launcher.Stream, values);
    }

    internal override void Read<T>(View<T> view, Span<T> into)
    {
        if (view.Length > 0) view.AsArray().CopyToCPU(math.Launcher.Stream, into);
    }
}
