using System.Runtime.CompilerServices;

namespace Sgl;

/// <summary>Copies matrices into the order in which kernels read them, and back.</summary>
internal static class Packing
{
    // The part of a panel that is written at a time stays in a cache.
    private const int DepthBlock = 256;

    // Rows that are copied side by side: those of a tile are a multiple. Many, if their stride is a power of two, would
    // evict each other.
    private const int Group = 6;

    // Panels are even in width, so nothing but the matrix's last row is copied alone.
    private const int Pair = 2;

    /// <summary>Number of panels of <paramref name="width"/> that hold <paramref name="length"/> lines.</summary>
    public static int Panels(int length, int width) => (length + width - 1) / width;

    /// <summary>
    /// Copies <paramref name="rows"/> rows to panels, one after the other, each as <see cref="PackPanel"/> does.
    /// </summary>
    public static void PackPanels(
        Matrix source, int row, int rows, SumOrder order, int k, int count, int width, Span<float> panels)
    {
        if (source.RowStride != 1)
        {
            for (int i = 0; i < rows; i += width)
                PackPanel(source, row + i, order, k, count, width, panels[(i * count)..]);
            return;
        }

        // What is contiguous is read to its end before the next column, which may be far away.
        ReadOnlySpan<float> data = source.Data.Span;
        for (int j = 0; j < count; j++)
        {
            ReadOnlySpan<float> column = data.Slice(row + order[k + j] * source.ColumnStride, rows);
            for (int i = 0; i < rows; i += width)
                column.Slice(i, Math.Min(width, rows - i)).CopyTo(panels[(i * count + j * width)..]);
        }
    }

    /// <summary>
    /// Copies the columns at positions <paramref name="k"/> to <paramref name="k"/> + <paramref name="count"/> − 1 of
    /// the order, of <paramref name="width"/> rows, to <c>panel[count, width]</c>. Where rows would lie beyond the
    /// matrix, the panel stays as it is: they only reach elements of the product that are beyond it too, and that
    /// nobody stores.
    /// </summary>
    public static void PackPanel(
        Matrix source, int row, SumOrder order, int k, int count, int width, Span<float> panel)
    {
        int rows = Math.Min(width, source.Rows - row);
        panel = panel[..(count * width)];
        if (count == 0) return;
        ReadOnlySpan<float> data = source.Data.Span[(row * source.RowStride)..];
        int first = order[k] * source.ColumnStride;
        int stride = order.Step * source.ColumnStride;
        if (source.RowStride == 1)
        {
            for (int j = 0; j < count; j++)
                data.Slice(first + j * stride, rows).CopyTo(panel[(j * width)..]);
            return;
        }

        for (int start = 0; start < count; start += DepthBlock)
        {
            int end = Math.Min(start + DepthBlock, count);
            int i = 0;
            for (; i <= rows - Group; i += Group)
            {
                int offset = i * source.RowStride + first;
                for (int j = start; j < end; j++)
                    CopyGroup(in data[offset + j * stride], source.RowStride, ref panel[j * width + i], 1);
            }

            for (; i <= rows - Pair; i += Pair)
            {
                int offset = i * source.RowStride + first;
                for (int j = start; j < end; j++)
                    CopyPair(in data[offset + j * stride], source.RowStride, ref panel[j * width + i]);
            }

            if (i < rows)
                for (int j = start; j < end; j++)
                    panel[j * width + i] = data[i * source.RowStride + first + j * stride];
        }
    }

    /// <summary>
    /// Copies <c>panel[count, width]</c> back to <paramref name="count"/> columns of <paramref name="rows"/> rows, whose
    /// first element is <c>target[0]</c>.
    /// </summary>
    public static void UnpackPanel(
        ReadOnlySpan<float> panel, int width, int count, int rows, Span<float> target, int rowStride)
    {
        for (int start = 0; start < count; start += DepthBlock)
        {
            int end = Math.Min(start + DepthBlock, count);
            int i = 0;
            for (; i <= rows - Group; i += Group)
                for (int j = start; j < end; j++)
                    CopyGroup(in panel[j * width + i], 1, ref target[i * rowStride + j], rowStride);
            for (; i < rows; i++)
                for (int j = start; j < end; j++)
                    target[i * rowStride + j] = panel[j * width + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPair(ref readonly float source, nint sourceStride, ref float target)
    {
        target = source;
        Unsafe.Add(ref target, 1) = Unsafe.Add(ref Unsafe.AsRef(in source), sourceStride);
    }

    // The caller checks the first element; the other rows of the group are within the matrix, as it is valid.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyGroup(ref readonly float source, nint sourceStride, ref float target, nint targetStride)
    {
        ref float from = ref Unsafe.AsRef(in source);
        target = from;
        Unsafe.Add(ref target, targetStride) = Unsafe.Add(ref from, sourceStride);
        Unsafe.Add(ref target, 2 * targetStride) = Unsafe.Add(ref from, 2 * sourceStride);
        Unsafe.Add(ref target, 3 * targetStride) = Unsafe.Add(ref from, 3 * sourceStride);
        Unsafe.Add(ref target, 4 * targetStride) = Unsafe.Add(ref from, 4 * sourceStride);
        Unsafe.Add(ref target, 5 * targetStride) = Unsafe.Add(ref from, 5 * sourceStride);
    }
}
