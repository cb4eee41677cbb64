namespace Sgl;

/// <summary>Copies matrices into the order in which the micro-kernel reads them.</summary>
internal static class Packing
{
    // The part of a panel that is written at a time stays in the L1 cache.
    private const int DepthBlock = 256;

    /// <summary>Number of panels of <paramref name="width"/> that hold <paramref name="length"/> lines.</summary>
    public static int Panels(int length, int width) => (length + width - 1) / width;

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

        // Along a row at a time: side by side, rows whose stride is a power of two would evict each other.
        for (int start = 0; start < count; start += DepthBlock)
        {
            int end = Math.Min(start + DepthBlock, count);
            for (int i = 0; i < rows; i++)
                for (int j = start; j < end; j++)
                    panel[j * width + i] = data[i * source.RowStride + first + j * stride];
        }
    }
}
