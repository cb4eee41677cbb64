using ILGPU;

namespace Sgl;

/// <summary>
/// Packs spikes along rows, for those who go through all rows of one feature: bit r mod 32 of word [⌊r/32⌋, f] is that of
/// row r and feature f.
/// </summary>
internal sealed class SpikeColumns(KernelLauncher launcher)
{
    /// <summary>Words for the spikes of so many rows and features.</summary>
    public static long Length(int rows, int features) => (long)DeviceSpikes.WordsFor(rows) * features;

    /// <param name="spikes">[R, F].</param>
    /// <param name="columns">[⌈R/32⌉, F]; written.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public void Turn(DeviceSpikes spikes, ArrayView<uint> columns)
    {
        spikes.RequireValid(nameof(spikes));
        Lanes.RequireLength(columns.Length, Length(spikes.Rows, spikes.Features), nameof(columns));
        var words = Spread.Over(columns.Length);
        launcher.Run(Kernel, words.Threads, new Arguments(words, spikes, columns));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread words, DeviceSpikes spikes, ArrayView<uint> columns) = arguments;
        for (long at = thread; at < words.Count; at += words.Threads)
        {
            (long word, int feature) = Place.Of(at, spikes.Features);
            int first = (int)word * DeviceSpikes.WordBits;
            int count = Math.Min(DeviceSpikes.WordBits, spikes.Rows - first);
            uint bits = 0;
            for (int i = 0; i < count; i++) bits |= spikes[first + i, feature] << i;
            columns[at] = bits;
        }
    }

    internal readonly record struct Arguments(Spread Words, DeviceSpikes Spikes, ArrayView<uint> Columns);
}
