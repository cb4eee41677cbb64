using System.Buffers;

namespace Sgl;

/// <summary>
/// Products of spikes and float32 matrices that never multiply by 0: each row of the result is the sum of those rows of
/// a matrix whose bit is set. Their time follows the number of spikes, not the number of synapses.
/// </summary>
/// <remarks>
/// Terms are summed in the order of the <see cref="MatrixProduct"/> in C# on the unpacked spikes, so both give the same
/// bits where the other factor is finite: a term that is left out is ±0. Only the sign of a zero may differ, where the
/// sum started from −0.
/// </remarks>
public static partial class SpikeProduct
{
    /// <summary>
    /// The density from which a dense product is the faster one. Measured as in docs/decisions (3200 rows, 1024 → 1024,
    /// AMD EPYC): both take the same time at 0.48, forward, and above 0.5 for the gradient. A dense product also has
    /// the spikes to unpack, but gains more where a processor has twice the multiply-adds per load.
    /// </summary>
    internal const double DenseDensity = 0.4;

    // Rows whose spikes are listed together: enough of them use a panel before the next one takes its place in the L2.
    private const int RowBlock = 128;

    // Rows of a panel that are used together: 512 · 128 floats are 256 KiB, within an L2 cache.
    private const int DepthBlock = 512;

    // As many parts keep many cores busy; a part lists spikes anew, so there are no more than needed.
    private const int TargetParts = 16;

    /// <summary>C = X·W, or C += X·W. Packs W first: where it serves several products, pack it once.</summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="w">W, [K, N].</param>
    /// <param name="c">C, [R, N] row-major and contiguous; must not overlap the factors.</param>
    /// <param name="workers">The threads to use.</param>
    /// <param name="accumulate">Whether to add to what C holds; else it is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix reaches beyond its data.</exception>
    public static void Multiply(SpikeMatrix x, Matrix w, Memory<float> c, Workers workers, bool accumulate)
    {
        var packed = new PackedWeights();
        packed.Pack(w, workers);
        Multiply(x, packed, c, workers, accumulate);
    }

    /// <summary>C = X·W, or C += X·W.</summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="w">W, [K, N].</param>
    /// <param name="c">C, [R, N] row-major and contiguous; must not overlap the factors.</param>
    /// <param name="workers">The threads to use.</param>
    /// <param name="accumulate">Whether to add to what C holds; else it is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the spikes reach beyond their data.</exception>
    public static void Multiply(SpikeMatrix x, PackedWeights w, Memory<float> c, Workers workers, bool accumulate) =>
        Multiply(x, w, bias: default, c, workers, accumulate);

    /// <summary>C = b + X·W, where every row begins with the same b, [N]; as above where there is none.</summary>
    internal static void Multiply(
        SpikeMatrix x, PackedWeights w, ReadOnlyMemory<float> bias, Memory<float> c, Workers workers, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(workers);
        RequireFit(x, w);
        Lanes.RequireLength(c.Length, (long)x.Rows * w.Outputs, nameof(c));
        if (c.IsEmpty) return;

        int panels = Packing.Panels(w.Outputs, SpikeKernel.Width);
        int rowBlocks = Packing.Panels(x.Rows, RowBlock);
        int groups = Math.Min(panels, Packing.Panels(TargetParts, rowBlocks));
        int columns = Packing.Panels(panels, groups) * SpikeKernel.Width;
        workers.Run(rowBlocks * groups, (x, w, bias, c, groups, columns, accumulate), static (job, part) =>
        {
            int row = part / job.groups * RowBlock;
            int column = part % job.groups * job.columns;
            int outputs = job.w.Outputs;
            int count = Math.Min(job.columns, outputs - column);
            if (count <= 0) return;
            ReadOnlySpan<float> bias = job.bias.IsEmpty ? default : job.bias.Span.Slice(column, count);
            MultiplyBlock(
                job.x, row, Math.Min(RowBlock, job.x.Rows - row), job.w, column, count, bias,
                job.c.Span[(row * outputs + column)..], outputs, job.accumulate);
        });
    }

    /// <summary>
    /// C = X·W or C += X·W for some columns, on the calling thread and without allocating: for the parts of a job that
    /// goes on with C while it is in the cache. <see cref="SpikeMatrix.SampleRange"/> picks the samples.
    /// </summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="w">W, [K, N].</param>
    /// <param name="column">First column of C; a multiple of <see cref="ColumnBlock"/>.</param>
    /// <param name="columns">Number of columns; a multiple of <see cref="ColumnBlock"/>, or all that follow.</param>
    /// <param name="c">C, [R, <paramref name="columns"/>] row-major and contiguous.</param>
    /// <param name="accumulate">Whether to add to what C holds; else it is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the spikes reach beyond their data.</exception>
    public static void MultiplyColumns(
        SpikeMatrix x, PackedWeights w, int column, int columns, Span<float> c, bool accumulate) =>
        MultiplyColumns(x, w, column, columns, bias: default, c, accumulate);

    /// <summary>C = b + X·W, where every row begins with the same b, [N]; as above where there is none.</summary>
    internal static void MultiplyColumns(
        SpikeMatrix x, PackedWeights w, int column, int columns, ReadOnlySpan<float> bias, Span<float> c, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(w);
        RequireFit(x, w);
        if (column < 0 || columns < 0 || columns > w.Outputs - column || column % ColumnBlock != 0
            || (columns % ColumnBlock != 0 && column + columns != w.Outputs))
            throw new ArgumentException($"Columns {column} to {column + columns} of {w.Outputs} are not whole blocks.");
        Lanes.RequireLength(c.Length, (long)x.Rows * columns, nameof(c));
        if (c.IsEmpty) return;

        if (!bias.IsEmpty) bias = bias.Slice(column, columns);
        for (int row = 0; row < x.Rows; row += RowBlock)
        {
            int rows = Math.Min(RowBlock, x.Rows - row);
            MultiplyBlock(x, row, rows, w, column, columns, bias, c[(row * columns)..], columns, accumulate);
        }
    }

    /// <summary>Columns that are computed together; depends on the processor.</summary>
    public static int ColumnBlock => SpikeKernel.Width;

    // Some rows and columns of C, whose first element is c[0]. The bias is that of the columns, or empty.
    private static void MultiplyBlock(
        SpikeMatrix x,
        int row,
        int rows,
        PackedWeights w,
        int column,
        int columns,
        ReadOnlySpan<float> bias,
        Span<float> c,
        int stride,
        bool accumulate)
    {
        if (w.Width == NarrowWidth)
        {
            MultiplyNarrow(x, row, rows, w, bias, c, stride, accumulate);
            return;
        }

        ushort[] lists = ArrayPool<ushort>.Shared.Rent(RowBlock * DepthBlock);
        Span<int> ends = stackalloc int[RowBlock];
        int k = 0;
        do // at least once: a product over no k at all is 0
        {
            int depth = Math.Min(DepthBlock, w.Inputs - k);
            for (int i = 0, end = 0; i < rows; i++)
            {
                foreach (int line in x.SpikesOf(row + i, k, depth)) lists[end++] = (ushort)line;
                ends[i] = end;
            }

            for (int j = 0; j < columns; j += SpikeKernel.Width)
            {
                ReadOnlySpan<float> panel = w.Panel((column + j) / SpikeKernel.Width, k);
                int width = Math.Min(SpikeKernel.Width, columns - j);
                bool goesOn = accumulate || k > 0;
                ReadOnlySpan<float> begin = bias.IsEmpty ? default : bias.Slice(j, width);
                for (int i = 0, start = 0; i < rows; start = ends[i++])
                {
                    Span<float> sum = c.Slice(i * stride + j, width);
                    SpikeKernel.Sum(panel, lists.AsSpan(start, ends[i] - start), goesOn ? sum : begin, sum);
                }
            }

            k += depth;
        }
        while (k < w.Inputs);
        ArrayPool<ushort>.Shared.Return(lists);
    }

    private static void RequireFit(SpikeMatrix x, PackedWeights w)
    {
        x.RequireValid(nameof(x));
        if (x.Features != w.Inputs)
            throw new ArgumentException($"'x' has {x.Features} columns, 'w' has {w.Inputs} rows; they must be equal.");
    }
}
