using System.Numerics;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Rows summed, and one row repeated.</summary>
internal static class Rows
{
    // Columns are independent, so threads split them; a KiB of each row is long enough to stream.
    private const int ColumnBlock = 256;

    /// <summary>How many rows ahead to prefetch: enough that one is there when its turn comes.</summary>
    public const int Ahead = 8;

    /// <summary>
    /// Adds every row of [R, F] to <paramref name="sum"/> [F]: the first one first, or the last one first where
    /// <paramref name="downwards"/>. Cut in that order, the sum has the same bits.
    /// </summary>
    public static void AddTo(
        Memory<float> sum, ReadOnlyMemory<float> rows, Workers workers, bool downwards = false) =>
        workers.RunBlocks(sum.Length, ColumnBlock, (sum, rows, downwards), static (job, start, count) =>
            AddColumns(job.sum.Span.Slice(start, count), job.rows.Span, job.sum.Length, start, job.downwards));

    /// <summary>The sum of the rows of [R, F], the last one first.</summary>
    public static void SumDownwards(Span<float> sum, ReadOnlySpan<float> rows)
    {
        sum.Clear();
        AddColumns(sum, rows, sum.Length, start: 0, downwards: true);
    }

    /// <summary>Adds the rows of [R, stride] to <paramref name="sum"/>, which may be shorter, the last one first.</summary>
    public static void AddDownwards(Span<float> sum, ReadOnlySpan<float> rows, int stride) =>
        AddColumns(sum, rows, stride, start: 0, downwards: true);

    /// <summary>Fills <paramref name="target"/> with a row, over and over; the last time it may be cut short.</summary>
    public static void Repeat(ReadOnlySpan<float> row, Span<float> target)
    {
        for (; target.Length > row.Length; target = target[row.Length..]) row.CopyTo(target);
        row[..target.Length].CopyTo(target);
    }

    // Adds some columns of every row, of which `start` is the first.
    private static void AddColumns(Span<float> total, ReadOnlySpan<float> rows, int features, int start, bool downwards)
    {
        int step = downwards ? -features : features;
        int row = downwards ? rows.Length - features + start : start;
        for (int left = rows.Length / features; left > 0; left--, row += step)
            Add(total, rows.Slice(row, total.Length), Ahead * step);
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
