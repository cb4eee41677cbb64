using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static Sgl.Registers;

namespace Sgl;

/// <summary>Rows summed, and one row repeated.</summary>
internal static class Rows
{
    // Columns are independent, so threads split them; a KiB of each row is long enough to stream.
    private const int ColumnBlock = 256;

    /// <summary>How many rows ahead to prefetch: enough that one is there when its turn comes.</summary>
    public const int Ahead = 8;

    private static int Line => Vector512<float>.Count;

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

    /// <summary>The sum of two rows.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum)
    {
        _ = (left[sum.Length - 1], right[sum.Length - 1]);
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        int i = 0;
        for (; i <= sum.Length - Line; i += Line)
            (Vector512.LoadUnsafe(ref a, (nuint)i) + Vector512.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref sum[i]);
        for (; i < sum.Length; i++) sum[i] = left[i] + right[i];
    }

    /// <summary>Fills <paramref name="target"/> with a row, over and over; the last time it may be cut short.</summary>
    public static void Repeat(ReadOnlySpan<float> row, Span<float> target)
    {
        for (; target.Length > row.Length; target = target[row.Length..]) row.CopyTo(target);
        row[..target.Length].CopyTo(target);
    }

    // Adds some columns of every row, of which `start` is the first: as many at a time as sums fit in registers.
    private static void AddColumns(Span<float> total, ReadOnlySpan<float> rows, int features, int start, bool downwards)
    {
        int count = rows.Length / features;
        if (count == 0 || total.IsEmpty) return;
        int step = downwards ? -features : features;
        int first = downwards ? rows.Length - features + start : start;
        _ = rows[rows.Length - features + start + total.Length - 1];
        ref float row = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), first);
        ref float sum = ref MemoryMarshal.GetReference(total);
        int i = 0;
        for (; i <= total.Length - 4 * Line; i += 4 * Line)
            AddLines(ref Unsafe.Add(ref sum, i), ref Unsafe.Add(ref row, i), step, count);
        for (; i <= total.Length - Line; i += Line)
            AddLine(ref Unsafe.Add(ref sum, i), ref Unsafe.Add(ref row, i), step, count);
        for (int k = 0; k < count; k++)
            for (int j = i; j < total.Length; j++) total[j] += Unsafe.Add(ref row, k * step + j);
    }

    private static void AddLines(ref float sum, ref float row, int step, int count)
    {
        Vector512<float> s0 = LineAt(ref sum, 0), s1 = LineAt(ref sum, 1), s2 = LineAt(ref sum, 2), s3 = LineAt(ref sum, 3);
        for (int k = 0; k < count; k++)
        {
            ref float lines = ref Unsafe.Add(ref row, k * step);
            s0 += Lanes.LoadLine(ref lines, 0, Ahead * step);
            s1 += Lanes.LoadLine(ref lines, Line, Ahead * step);
            s2 += Lanes.LoadLine(ref lines, 2 * Line, Ahead * step);
            s3 += Lanes.LoadLine(ref lines, 3 * Line, Ahead * step);
        }

        Store(s0, s1, s2, s3, ref sum, 0);
    }

    private static void AddLine(ref float sum, ref float row, int step, int count)
    {
        Vector512<float> total = LineAt(ref sum, 0);
        for (int k = 0; k < count; k++) total += Lanes.LoadLine(ref Unsafe.Add(ref row, k * step), 0, Ahead * step);
        total.StoreUnsafe(ref sum);
    }
}
