using ILGPU;

namespace Sgl;

/// <summary>Packs floats that are known to be spikes, and unpacks them.</summary>
internal sealed class DeviceSpikePacker(KernelLauncher launcher)
{
    /// <summary>Packs values: a spike is what is not 0.</summary>
    /// <param name="values">[R, F].</param>
    /// <param name="spikes">[R, F]; its words are written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Pack(ArrayView<float> values, DeviceSpikes spikes)
    {
        RequireFit(values, spikes);
        var words = Spread.Over(spikes.Words.Length);
        launcher.Run(Kernel, words.Threads, new Arguments(words, values, spikes));
    }

    /// <summary>Writes 1 for each spike and 0 for all else.</summary>
    /// <param name="spikes">[R, F].</param>
    /// <param name="values">[R, F]; written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Unpack(DeviceSpikes spikes, ArrayView<float> values)
    {
        RequireFit(values, spikes);
        var elements = Spread.Over(values.Length);
        launcher.Run(UnpackKernel, elements.Threads, new Arguments(elements, values, spikes));
    }

    private static void RequireFit(ArrayView<float> values, DeviceSpikes spikes)
    {
        spikes.RequireValid(nameof(spikes));
        Lanes.RequireLength(values.Length, (long)spikes.Rows * spikes.Features, nameof(values));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread words, ArrayView<float> values, DeviceSpikes spikes) = arguments;
        for (long at = thread; at < words.Count; at += words.Threads)
        {
            (long row, int word) = Place.Of(at, spikes.Width);
            int first = word * DeviceSpikes.WordBits;
            int count = Math.Min(DeviceSpikes.WordBits, spikes.Features - first);
            long from = row * spikes.Features + first;
            uint bits = 0;
            for (int i = 0; i < count; i++)
                if (values[from + i] != 0f) bits |= 1u << i;
            spikes.Words[at] = bits;
        }
    }

    private static void UnpackKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> values, DeviceSpikes spikes) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int feature) = Place.Of(at, spikes.Features);
            values[at] = spikes[row, feature] != 0 ? 1f : 0f;
        }
    }

    internal readonly record struct Arguments(Spread Items, ArrayView<float> Values, DeviceSpikes Spikes);
}
