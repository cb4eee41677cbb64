using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>Finds out whether floats are spikes and packs them, as <see cref="SpikePacker"/> does.</summary>
internal sealed class DeviceSpikePacker(KernelLauncher launcher)
{
    private readonly int[] _found = new int[1];

    /// <summary>Packs values of which each is 0 or 1; false for any other. Waits for the device.</summary>
    /// <param name="values">[R, F].</param>
    /// <param name="spikes">[R, F]; its words are written, and mean nothing where the result is false.</param>
    /// <param name="others">One number, for whether there is another value.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public bool TryPack(ArrayView<float> values, DeviceSpikes spikes, ArrayView<int> others)
    {
        Lanes.RequireLength(others.Length, 1, nameof(others));
        RequireFit(values, spikes);
        others.MemSetToZero(launcher.Stream);
        var words = Spread.Over(spikes.Words.Length);
        launcher.Run(Kernel, words.Threads, new Arguments(words, values, spikes, others));
        others.CopyToCPU(launcher.Stream, _found);
        return _found[0] == 0;
    }

    /// <summary>Writes 1 for each spike and 0 for all else.</summary>
    /// <param name="spikes">[R, F].</param>
    /// <param name="values">[R, F]; written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Unpack(DeviceSpikes spikes, ArrayView<float> values)
    {
        RequireFit(values, spikes);
        var elements = Spread.Over(values.Length);
        launcher.Run(UnpackKernel, elements.Threads, new Arguments(elements, values, spikes, default));
    }

    private static void RequireFit(ArrayView<float> values, DeviceSpikes spikes)
    {
        spikes.RequireValid(nameof(spikes));
        Lanes.RequireLength(values.Length, (long)spikes.Rows * spikes.Features, nameof(values));
    }

    // All who find another value write the same, so it does not matter who is last.
    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread words, ArrayView<float> values, DeviceSpikes spikes, ArrayView<int> others) = arguments;
        for (long at = thread; at < words.Count; at += words.Threads)
        {
            (long row, int word) = Place.Of(at, spikes.Width);
            int first = word * DeviceSpikes.WordBits;
            int count = Math.Min(DeviceSpikes.WordBits, spikes.Features - first);
            long from = row * spikes.Features + first;
            uint bits = 0;
            for (int i = 0; i < count; i++)
            {
                float value = values[from + i];
                if (value == 1f) bits |= 1u << i;
                else if (value != 0f) others[0] = 1;
            }

            spikes.Words[at] = bits;
        }
    }

    private static void UnpackKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> values, DeviceSpikes spikes, _) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int feature) = Place.Of(at, spikes.Features);
            values[at] = spikes[row, feature] != 0 ? 1f : 0f;
        }
    }

    internal readonly record struct Arguments(
        Spread Items, ArrayView<float> Values, DeviceSpikes Spikes, ArrayView<int> Others);
}
