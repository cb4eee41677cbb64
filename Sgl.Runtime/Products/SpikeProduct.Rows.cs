using System.Runtime.CompilerServices;

namespace Sgl;

/// <content>Products of some rows on the calling thread, which rents and allocates nothing.</content>
public static partial class SpikeProduct
{
    /// <summary>C = F + X·W for some rows; spikes are listed a row at a time, where they are used.</summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="w">W, [K, N].</param>
    /// <param name="from">F, what sums start from: C itself, a bias, or anything else; empty for 0.</param>
    /// <param name="stride">Distance between rows of F: N, or 0 where all rows start from the same.</param>
    /// <param name="c">C, [<paramref name="rows"/>, N]; written.</param>
    [SkipLocalsInit]
    internal static void MultiplyRows(
        SpikeMatrix x, int row, int rows, PackedWeights w, ReadOnlySpan<float> from, int stride, Span<float> c)
    {
        if (w.Width == NarrowWidth)
        {
            bool isOfRows = stride > 0;
            if (isOfRows) from[..(rows * stride)].CopyTo(c);
            MultiplyNarrow(x, row, rows, w, from, c, accumulate: isOfRows);
            return;
        }

        (int inputs, int outputs, int width) = (w.Inputs, w.Outputs, SpikeKernel.Width);
        ReadOnlySpan<float> packed = w.From(panel: 0);
        Span<ushort> list = stackalloc ushort[DepthBlock + SetBits.Slack];
        for (int i = 0; i < rows; i++)
        {
            Span<float> sums = c.Slice(i * outputs, outputs);
            ReadOnlySpan<float> start = from.IsEmpty ? default : from.Slice(i * stride, outputs);
            for (int k = 0; k < inputs; k += DepthBlock)
            {
                int found = x.SpikesOf(row + i, k, Math.Min(DepthBlock, inputs - k)).CopyTo(list);
                for (int column = 0; column < outputs; column += width)
                {
                    Span<float> sum = sums.Slice(column, Math.Min(width, outputs - column));
                    ReadOnlySpan<float> first = start.IsEmpty ? default : start.Slice(column, sum.Length);
                    SpikeKernel.Sum(packed[(column * inputs + k * width)..], list[..found], first, sum);
                }

                start = sums;
            }
        }
    }
}
