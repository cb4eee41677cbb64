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

    // Rows that use a panel before the next one takes its place in the L2 cache: enough to make up for bringing it there,
    // few enough that their sums of one panel stay there.
    private const int RowBlock = 1024;

    // So few sums that lists in memory, and other threads, would take longer than they save.
    private const int FewSums = 4096;

    // Rows of few sums that one thread computes at a time.
    private const int NarrowRows = 128;

    // Rows of a panel that are used together: 128 floats each, 256 or 512 KiB within an L2 cache. The longer lists of spikes
    // are, the less it matters to foresee their ends wrongly.
    private static int DepthBlock => CoreCache.IsLarge ? 1024 : 512;

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

        if (w.Width == NarrowWidth)
        {
            workers.RunBlocks(x.Rows, NarrowRows, (x, w, bias, c, accumulate), static (job, row, count) =>
                MultiplyNarrow(job.x, row, count, job.w, job.bias.Span, job.c.Span[(row * job.w.Outputs)..], job.accumulate));
            return;
        }

        if ((long)x.Rows * w.Outputs <= FewSums)
        {
            MultiplyRows(x, 0, x.Rows, w, accumulate ? c.Span : bias.Span, accumulate ? w.Outputs : 0, c.Span);
            return;
        }

        SpikeLists lists = SpikeLists.OfRows(x, DepthBlock, workers);
        int panels = Packing.Panels(w.Outputs, SpikeKernel.Width);
        int rows = Math.Min(RowBlock, Packing.Panels(x.Rows, workers.PiecesOfEach(panels)));
        int groups = Packing.Panels(x.Rows, rows);
        workers.Run(panels * groups, (lists, w, bias, c, rows, groups, accumulate), static (job, part) =>
        {
            int column = part / job.groups * SpikeKernel.Width;
            int row = part % job.groups * job.rows;
            int outputs = job.w.Outputs;
            int columns = Math.Min(SpikeKernel.Width, outputs - column);
            var rows = new RowGrid(row, Steps: 1, Math.Min(job.rows, job.lists.Lines - row), Stride: 0);
            ReadOnlySpan<float> bias = job.bias.IsEmpty ? default : job.bias.Span.Slice(column, columns);
            Span<float> c = job.c.Span[(row * outputs + column)..];
            ReadOnlySpan<float> panel = job.w.From(column / SpikeKernel.Width);
            MultiplyPanel(job.lists, rows, panel, bias, c, columns, outputs, job.accumulate);
        });
        lists.Return();
    }

    /// <summary>Lists the spikes for <see cref="MultiplyTile"/>.</summary>
    internal static SpikeLists List(SpikeMatrix x, Workers workers) => SpikeLists.OfRows(x, DepthBlock, workers);

    /// <summary>
    /// b + X·W for some rows and columns, on the calling thread and without allocating: for the parts of a job that goes on
    /// with them while they are in the cache.
    /// </summary>
    /// <param name="x">The spikes of X, [R, K].</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="panels">The columns of W, packed: [⌈columns/<see cref="ColumnBlock"/>⌉, K, ColumnBlock].</param>
    /// <param name="inputs">K.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="bias">b of each column, or empty for 0.</param>
    /// <param name="c">[rows, <paramref name="columns"/>]; written.</param>
    internal static void MultiplyTile(
        SpikeLists x, RowGrid rows, ReadOnlySpan<float> panels, int inputs, int columns, ReadOnlySpan<float> bias, Span<float> c)
    {
        for (int j = 0; j < columns; j += SpikeKernel.Width)
        {
            int width = Math.Min(SpikeKernel.Width, columns - j);
            ReadOnlySpan<float> start = bias.IsEmpty ? default : bias.Slice(j, width);
            MultiplyPanel(x, rows, panels[(j * inputs)..], start, c[j..], width, columns, accumulate: false);
        }
    }

    /// <summary>Columns that are computed together; depends on the processor.</summary>
    internal static int ColumnBlock => SpikeKernel.Width;

    // All that one panel of W gives. The first element of C, and of the bias, is that of the panel's first column.
    private static void MultiplyPanel(
        SpikeLists x,
        RowGrid rows,
        ReadOnlySpan<float> panel,
        ReadOnlySpan<float> bias,
        Span<float> c,
        int columns,
        int stride,
        bool accumulate)
    {
        for (int block = 0; block < x.Blocks; block++)
        {
            ReadOnlySpan<float> lines = panel[(block * DepthBlock * SpikeKernel.Width)..];
            bool goesOn = accumulate || block > 0;
            int at = 0;
            for (int t = 0; t < rows.Steps; t++)
            {
                for (int i = 0; i < rows.Samples; i++, at += stride)
                {
                    Span<float> sum = c.Slice(at, columns);
                    SpikeKernel.Sum(lines, x[block, rows.First + t * rows.Stride + i], goesOn ? sum : bias, sum);
                }
            }
        }
    }

    private static void RequireFit(SpikeMatrix x, PackedWeights w)
    {
        x.RequireValid(nameof(x));
        if (x.Features != w.Inputs)
            throw new ArgumentException($"'x' has {x.Features} columns, 'w' has {w.Inputs} rows; they must be equal.");
    }
}
