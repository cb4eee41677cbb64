using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>Counts spikes, whichever way they are packed.</summary>
internal sealed class SpikeCounter(KernelLauncher launcher)
{
    /// <summary>The length of the memory that a count takes: as many threads share the words.</summary>
    public const int Counts = 4096;

    private readonly long[] _counts = new long[Counts];

    /// <summary>Number of bits that are set. Waits for the device.</summary>
    /// <param name="words">The words.</param>
    /// <param name="counts"><see cref="Counts"/> numbers; written.</param>
    /// <exception cref="ArgumentException">There are not as many numbers.</exception>
    public long Count(ArrayView<uint> words, ArrayView<long> counts)
    {
        Lanes.RequireLength(counts.Length, Counts, nameof(counts));
        launcher.Run(Kernel, Counts, new Arguments(words, counts));
        counts.CopyToCPU(launcher.Stream, _counts);
        return _counts.Sum();
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (ArrayView<uint> words, ArrayView<long> counts) = arguments;
        long count = 0;
        for (long at = thread; at < words.Length; at += Counts) count += BitOperations.PopCount(words[at]);
        counts[thread] = count;
    }

    internal readonly record struct Arguments(ArrayView<uint> Words, ArrayView<long> Counts);
}
