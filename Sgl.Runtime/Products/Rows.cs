using System.Numerics;

namespace Sgl;

/// <summary>Sums of rows.</summary>
internal static class Rows
{
    // Columns are independent, so threads split them; a KiB of each row is long enough to stream.
    private const int ColumnBlock = 256;

    /// <summary>
    /// Adds every row of [R, F] to <paramref name="sum"/> [F], the last one first, as backward goes through time: a sum
    /// has the same bits however the time steps are cut.
    /// </summary>
    public static void AddTo(Memory<float> sum, ReadOnlyMemory<float> rows, Workers workers) =>
        workers.RunBlocks(sum.Length, ColumnBlock, (sum, rows), static (job, start, count) =>
        {
            Span<float> total = job.sum.Span.Slice(start, count);
            ReadOnlySpan<float> values = job.rows.Span;
            for (int row = values.Length - job.sum.Length; row >= 0; row -= job.sum.Length)
                Add(total, values.Slice(row + start, count));
        });

    private static void Add(Span<float> total, ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i <= total.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(total[i..]) + new Vector<float>(values[i..])).CopyTo(total[i..]);
        for (; i < total.Length; i++) total[i] += values[i];
    }
}
