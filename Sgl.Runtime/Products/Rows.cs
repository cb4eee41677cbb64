using System.Numerics;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Rows summed, and one row repeated.</summary>
internal static class Rows
{
    // Columns are independent, so threads split them; a KiB of each row is long enough to stream.
    private const int ColumnBlock = 256;

    // Far enough ahead that a row is there when its turn comes.
    private const int RowsAhead = 8;

    /// <summary>
    /// Adds every row of [R, F] to <paramref name="sum"/> [F]: the first one first, or the last one first where
    /// <paramref name="downwards"/>. Cut in that order, the sum has the same bits.
    /// </summary>
    public static void AddTo(
        Memory<float> sum, ReadOnlyMemory<float> rows, Workers workers, bool downwards = false) =>
        workers.RunBlocks(sum.Length, ColumnBlock, (sum, rows, downwards), static (job, start, count) =>
        {
            Span<float> total = job.sum.Span.Slice(start, count);
            ReadOnlySpan<float> values = job.rows.Span;
            int step = job.downwards ? -job.sum.Length : job.sum.Length;
            int row = job.downwards ? values.Length - job.sum.Length + start : start;
            for (int left = values.Length / job.sum.Length; left > 0; left--, row += step)
                Add(total, values.Slice(row, count), RowsAhead * step);
        });

    /// <summary>The sum of the rows of [R, F], the last one first.</summary>
    public static void SumDownwards(Span<float> sum, ReadOnlySpan<float> rows)
    {
        sum.Clear();
        for (int row = rows.Length - sum.Length; row >= 0; row -= sum.Length) Add(sum, rows.Slice(row, sum.Length), ahead: 0);
    }

    /// <summary>Fills <paramref name="target"/> with a row, over and over; the last time it may be cut short.</summary>
    public static void Repeat(ReadOnlySpan<float> row, Span<float> target)
    {
        for (; target.Length > row.Length; target = target[row.Length..]) row.CopyTo(target);
        row[..target.Length].CopyTo(target);
    }

    private static void Add(Span<float> total, ReadOnlySpan<float> values, int ahead)
    {
        ref float sum = ref MemoryMarshal.GetReference(total);
        ref float value = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= total.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref sum, (nuint)i) + Lanes.Load(ref value, i, ahead)).StoreUnsafe(ref sum, (nuint)i);
        for (; i < total.Length; i++) total[i] += values[i];
    }
}
