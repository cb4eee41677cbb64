using ILGPU;

namespace Sgl;

/// <summary>As <see cref="Signal"/>, in the memory of a device.</summary>
/// <param name="Data">The values, [B, F] where constant, else [T, B, F]; empty where they are spikes.</param>
/// <param name="Steps">T.</param>
/// <param name="Batch">B.</param>
/// <param name="Features">F.</param>
/// <param name="IsConstant">Whether one row [B, F] holds at every step.</param>
internal readonly record struct DeviceSignal(ArrayView<float> Data, int Steps, int Batch, int Features, bool IsConstant)
    : ISignal<DeviceSignal>
{
    /// <summary>Spikes, a bit each: [T·B] rows of whole words; empty where the values are floats.</summary>
    public ArrayView<uint> Spikes { get; init; }

    /// <summary>Whether the values are floats of which each is known to be 0 or 1.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Whether the values are spikes, of which only the bits are stored.</summary>
    public bool IsSpikes => Spikes.Length > 0;

    /// <summary>Number of rows of F values that are stored.</summary>
    public int Rows => IsConstant ? Batch : Sizes.Product("A signal", "one feature of it", Steps, Batch);

    /// <summary>The values as a kernel reads them, as the plane of one input or output.</summary>
    /// <param name="plane">Which.</param>
    public DevicePlanes AsPlane(int plane) => new(Data, IsConstant ? 0 : Batch * Features, 0, DevicePlanes.Only(plane));

    /// <summary>The spikes as the left factor of a product.</summary>
    public DeviceSpikes AsSpikes() => new(Spikes, Rows, Features);

    /// <summary>Spikes.</summary>
    public static DeviceSignal OfSpikes(ArrayView<uint> spikes, int steps, int batch, int features) =>
        new(default, steps, batch, features, false) { Spikes = spikes };

    /// <inheritdoc/>
    public DeviceSignal Slice(int start, int count)
    {
        if (IsConstant) return this with { Steps = count };
        if (IsSpikes)
        {
            long words = (long)Batch * DeviceSpikes.WordsFor(Features);
            return this with { Spikes = Spikes.SubView(start * words, count * words), Steps = count };
        }

        long row = (long)Batch * Features;
        return this with { Data = Data.SubView(start * row, count * row), Steps = count };
    }
}
