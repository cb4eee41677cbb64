using System.Runtime.Intrinsics;

namespace Sgl;

/// <content>Products of few outputs, whose lines are a cache line: listing spikes would cost more than all sums.</content>
public static partial class SpikeProduct
{
    // Columns of X of one part: their sums stay in an L1 or L2 cache.
    private const int NarrowColumns = 8 * SpikeMatrix.WordBits;

    /// <summary>The most outputs that count as few.</summary>
    internal const int NarrowWidth = SpikeKernel.NarrowWidth;

    // Some rows of C, which are sums of packed lines.
    private static void MultiplyNarrow(
        SpikeMatrix x, int row, int rows, PackedWeights w, ReadOnlySpan<float> bias, Span<float> c, bool accumulate)
    {
        ReadOnlySpan<float> panel = w.Panel(0, 0);
        Span<float> sums = stackalloc float[NarrowWidth];
        for (int i = 0; i < rows; i++)
        {
            Span<float> target = c.Slice(i * w.Outputs, w.Outputs);
            sums.Clear();
            if (accumulate) target.CopyTo(sums);
            else bias.CopyTo(sums);
            SumLines(panel, x.SpikesOf(row + i, 0, x.Features), sums);
            sums[..target.Length].CopyTo(target);
        }
    }

    private static void SumLines(ReadOnlySpan<float> panel, SetBits spikes, Span<float> sums)
    {
        Vector512<float> total = Vector512.Create<float>(sums);
        foreach (int k in spikes) total += Vector512.Create(panel[(k * NarrowWidth)..]);
        total.CopyTo(sums);
    }

    // A row of dY is added to the gradient's lines of its spikes as they are found.
    private static void AddNarrow(Matrix dy, SpikeMatrix x, Memory<float> dw, Workers workers)
    {
        using Scratch lines = Scratch.Rent(checked(dy.Rows * NarrowWidth));
        lines.Span.Clear();
        Packing.PackPanel(dy.Transpose(), 0, SumOrder.Upwards, 0, dy.Rows, NarrowWidth, lines.Span);
        workers.RunBlocks(x.Features, NarrowColumns, (lines.Memory, x, dw, dy.Columns), static (job, column, count) =>
            AddLines(job.Memory.Span, job.x, column, count, job.dw, job.Columns));
    }

    private static void AddLines(Span<float> lines, SpikeMatrix x, int column, int count, Memory<float> dw, int outputs)
    {
        int width = NarrowWidth;
        using Scratch rented = Scratch.Rent(count * width);
        Span<float> sums = rented.Span;
        sums.Clear();
        var gradient = new Matrix(dw, outputs, x.Features);
        Packing.PackPanel(gradient, 0, SumOrder.Upwards, column, count, width, sums);
        for (int row = x.Rows - 1; row >= 0; row--)
        {
            Vector512<float> line = Vector512.LoadUnsafe(ref lines[row * width]);
            foreach (int k in x.SpikesOf(row, column, count))
            {
                ref float sum = ref sums[k * width];
                (Vector512.LoadUnsafe(ref sum) + line).StoreUnsafe(ref sum);
            }
        }

        Packing.UnpackPanel(sums, width, count, outputs, dw.Span[column..], x.Features);
    }
}
