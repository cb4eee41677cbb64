using ILGPU;

namespace Sgl;

/// <summary>Sums of rows on a device, with the bits of <see cref="Rows"/>.</summary>
internal sealed class DeviceSums(KernelLauncher launcher)
{
    /// <summary>
    /// Adds every row of [R, F] to <paramref name="sum"/> [F]: the first one first, or the last one first where
    /// <paramref name="downwards"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The values are not whole rows.</exception>
    public void AddTo(ArrayView<float> sum, ArrayView<float> rows, bool downwards = false)
    {
        if (sum.Length == 0) return;
        int count = checked((int)(rows.Length / sum.Length));
        Lanes.RequireLength(rows.Length, count * sum.Length, nameof(rows));
        SumOrder order = downwards ? SumOrder.Downwards(count) : SumOrder.Upwards;
        var features = Spread.Over(sum.Length);
        launcher.Run(Kernel, features.Threads, new Arguments(features, sum, rows, count, order));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread features, ArrayView<float> sums, ArrayView<float> rows, int count, SumOrder order) = arguments;
        for (long at = thread; at < features.Count; at += features.Threads)
        {
            long first = order.First * features.Count + at;
            sums[at] = (float)StridedSum.Add(sums[at], rows, first, order.Step * features.Count, count);
        }
    }

    internal readonly record struct Arguments(
        Spread Features, ArrayView<float> Sum, ArrayView<float> Rows, int Count, SumOrder Order);
}
