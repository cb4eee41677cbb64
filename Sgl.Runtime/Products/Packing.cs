using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sgl;

/// <summary>Copies matrices into the order in which kernels read them, and back.</summary>
internal static class Packing
{
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
                CopyPiece(data.Slice(first + j * stride, rows), Rows.Ahead * stride, panel.Slice(j * width, rows));
            return;
        }

        if (stride == 1)
        {
            Transposition.Copy(data[first..], source.RowStride, rows, count, panel, width);
            return;
        }

        for (int j = 0; j < count; j++)
            for (int i = 0; i < rows; i++)
                panel[j * width + i] = data[i * source.RowStride + first + j * stride];
    }

    // Pieces of rows that lie apart are too short for a processor to see what comes next.
    private static void CopyPiece(ReadOnlySpan<float> source, int ahead, Span<float> target)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i <= source.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            Lanes.LoadLine(ref from, i, ahead).StoreUnsafe(ref to, (nuint)i);
        source[i..].CopyTo(target[i..]);
    }

    /// <summary>
    /// Copies <c>panel[count, width]</c> back to <paramref name="count"/> columns of <paramref name="rows"/> rows, whose
    /// first element is <c>target[0]</c>.
    /// </summary>
    public static void UnpackPanel(
        ReadOnlySpan<float> panel, int width, int count, int rows, Span<float> target, int rowStride) =>
        Transposition.Copy(panel, width, count, rows, target, rowStride);
}
