using ILGPU;

namespace Sgl;

/// <summary>Signals in the memory of a device as kernels read them.</summary>
internal static class DeviceSignals
{
    /// <summary>The values, [B, F] where constant, else [T, B, F].</summary>
    public static ArrayView<float> AsArray(this Signal signal) => signal.Values.AsArray();

    /// <summary>The values as the plane of one input or output.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="plane">Which.</param>
    public static DevicePlanes AsPlane(this Signal signal, int plane) =>
        new(signal.AsArray(), signal.IsConstant ? 0 : signal.Batch * signal.Features, 0, DevicePlanes.Only(plane));

    /// <summary>Spikes as the left factor of a product.</summary>
    public static DeviceSpikes AsSpikes(this Signal signal) =>
        new(new View<uint>(signal.Words!).AsArray(), signal.Rows, signal.Features);

    /// <summary>A signal of the values.</summary>
    public static Signal AsSignal(this ArrayView<float> values, int steps, int batch, int features, bool isConstant = false) =>
        new(values.AsView(), steps, batch, features, isConstant);

    /// <summary>A signal of the spikes.</summary>
    public static Signal AsSignal(this DeviceSpikes spikes, int steps, int batch) =>
        Signal.OnDevice(new GpuView<uint>(spikes.Words), steps, batch, spikes.Features);
}
