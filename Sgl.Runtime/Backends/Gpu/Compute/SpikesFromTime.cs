using ILGPU;

namespace Sgl;

/// <summary>Turns the spikes that neurons wrote, packed along time, into rows packed along features.</summary>
internal sealed class SpikesFromTime(KernelLauncher launcher)
{
    /// <param name="words">Of one plane of <see cref="DeviceBitPlanes"/>: [⌈T/32⌉, B·F].</param>
    /// <param name="steps">T.</param>
    /// <param name="spikes">[T·B, F]; its words are written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Turn(ArrayView<uint> words, int steps, DeviceSpikes spikes)
    {
        spikes.RequireValid(nameof(spikes));
        int batch = steps == 0 ? 0 : spikes.Rows / steps;
        Lanes.RequireLength(spikes.Rows, (long)batch * steps, nameof(spikes));
        int timeWords = DeviceSpikes.WordsFor(steps);
        Lanes.RequireLength(words.Length, (long)timeWords * batch * spikes.Features, nameof(words));
        var items = Spread.Over((long)batch * spikes.Width * timeWords * DeviceSpikes.WordBits);
        launcher.Run(Kernel, items.Threads, new Arguments(items, words, steps, batch, spikes));
    }

    // Neighbours take the time steps of the same words, so that all of them read the same.
    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread items, ArrayView<uint> words, int steps, int batch, DeviceSpikes spikes) = arguments;
        int paddedSteps = DeviceSpikes.WordsFor(steps) * DeviceSpikes.WordBits;
        for (long at = thread; at < items.Count; at += items.Threads)
        {
            (long run, int t) = Place.Of(at, paddedSteps);
            if (t >= steps) continue;
            (long sample, int word) = Place.Of(run, spikes.Width);
            int first = word * DeviceSpikes.WordBits;
            int count = Math.Min(DeviceSpikes.WordBits, spikes.Features - first);
            long from = ((long)(t / DeviceSpikes.WordBits) * batch + sample) * spikes.Features + first;
            uint bits = 0;
            for (int i = 0; i < count; i++) bits |= (words[from + i] >> (t % DeviceSpikes.WordBits) & 1) << i;
            spikes.Words[((long)t * batch + sample) * spikes.Width + word] = bits;
        }
    }

    internal readonly record struct Arguments(
        Spread Items, ArrayView<uint> Words, int Steps, int Batch, DeviceSpikes Spikes);
}
