using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sgl;

/// <content>Products of few outputs, whose lines are a cache line: listing spikes would cost more than all sums.</content>
public static partial class SpikeProduct
{
    // Columns of X that are looked at together, of the gradient one part: their sums stay in an L1 or L2 cache.
    private const int NarrowColumns = 7 * 64;

    /// <summary>The most outputs that count as few.</summary>
    internal const int NarrowWidth = SpikeKernel.NarrowWidth;

    // Some rows of C, which are sums of packed lines.
    private static void MultiplyNarrow(
        SpikeMatrix x, int row, int rows, PackedWeights w, ReadOnlySpan<float> bias, Span<float> c, bool accumulate)
    {
        ref float panel = ref MemoryMarshal.GetReference(w.From(0));
        int outputs = w.Outputs;
        Span<ushort> upper = stackalloc ushort[NarrowColumns + SetBits.Slack], lower = stackalloc ushort[upper.Length];

        // Two rows at a time, for a sum waits for the one before it; of an odd number the last one twice.
        for (int i = 0; i < rows; i += 2)
        {
            int next = Math.Min(i + 1, rows - 1);
            Span<float> first = c.Slice(i * outputs, outputs), second = c.Slice(next * outputs, outputs);
            Vector512<float> one = Padded(accumulate ? first : bias), other = Padded(accumulate ? second : bias);
            for (int column = 0; column < x.Features; column += NarrowColumns)
            {
                ref float lines = ref Unsafe.Add(ref panel, column * NarrowWidth);
                int columns = Math.Min(NarrowColumns, x.Features - column);
                ReadOnlySpan<ushort> ofOne = upper[..x.SpikesOf(row + i, column, columns).CopyTo(upper)];
                ReadOnlySpan<ushort> ofOther = lower[..x.SpikesOf(row + next, column, columns).CopyTo(lower)];
                int k = 0;
                for (; k < ofOne.Length && k < ofOther.Length; k++)
                {
                    one += Registers.LineAt(ref lines, ofOne[k]);
                    other += Registers.LineAt(ref lines, ofOther[k]);
                }

                foreach (ushort line in ofOne[k..]) one += Registers.LineAt(ref lines, line);
                foreach (ushort line in ofOther[k..]) other += Registers.LineAt(ref lines, line);
            }

            Store(one, first);
            Store(other, second);
        }

        static Vector512<float> Padded(ReadOnlySpan<float> sums)
        {
            Span<float> padded = stackalloc float[NarrowWidth];
            padded.Clear();
            sums.CopyTo(padded);
            return Vector512.Create<float>(padded);
        }

        static void Store(Vector512<float> sums, Span<float> target)
        {
            Span<float> padded = stackalloc float[NarrowWidth];
            sums.CopyTo(padded);
            padded[..target.Length].CopyTo(target);
        }
    }

    // A row of dY is added to the gradient's lines of its spikes as they are found.
    private static void AddNarrow(Matrix dy, SpikeMatrix x, Memory<float> dw, Workers workers)
    {
        using Scratch lines = Scratch.Rent(Sizes.Product("A product", "the left factor, widened,", dy.Rows, NarrowWidth));
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
        ref float first = ref MemoryMarshal.GetReference(sums);
        Span<ushort> spikes = stackalloc ushort[count + SetBits.Slack];
        for (int row = x.Rows - 1; row >= 0; row--)
        {
            Vector512<float> line = Vector512.LoadUnsafe(ref lines[row * width]);
            int found = x.SpikesOf(row, column, count).CopyTo(spikes);
            foreach (ushort k in spikes[..found])
            {
                ref float sum = ref Unsafe.Add(ref first, k * width);
                (Vector512.LoadUnsafe(ref sum) + line).StoreUnsafe(ref sum);
            }
        }

        Packing.UnpackPanel(sums, width, count, outputs, dw.Span[column..], x.Features);
    }
}
