namespace Sgl;

/// <content>The weight gradient.</content>
public static partial class SpikeProduct
{
    // Packing a panel of dY must pay off over so many columns of X.
    private const int LeastColumns = 256;

    /// <summary>
    /// dW += dYᵀ·X, summed from the last row to the first: cut over time, the last steps come first. The bits are those
    /// of <see cref="MatrixProduct"/> downwards.
    /// </summary>
    /// <param name="dy">dY, [R, N].</param>
    /// <param name="x">X, [R, K].</param>
    /// <param name="dw">dW, [N, K] row-major and contiguous; must not overlap the factors.</param>
    /// <param name="workers">The threads to use.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix reaches beyond its data.</exception>
    public static void AddOuter(Matrix dy, SpikeMatrix x, Memory<float> dw, Workers workers) =>
        AddOuter(dy, x, dw, accumulate: true, rowSum: default, workers);

    /// <summary>The same, or dW = dYᵀ·X; and the sum of the rows of dY, which are in the cache then.</summary>
    /// <param name="dy">dY, [R, N] row-major and contiguous where rows are summed.</param>
    /// <param name="x">X, [R, K].</param>
    /// <param name="dw">dW, [N, K].</param>
    /// <param name="accumulate">Whether to add to what dW holds; else it is overwritten.</param>
    /// <param name="rowSum">[N], to which the rows are added, the last one first; or empty.</param>
    /// <param name="workers">The threads to use.</param>
    internal static void AddOuter(
        Matrix dy, SpikeMatrix x, Memory<float> dw, bool accumulate, Memory<float> rowSum, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        dy.RequireValid(nameof(dy));
        x.RequireValid(nameof(x));
        if (dy.Rows != x.Rows)
            throw new ArgumentException($"'dy' has {dy.Rows} rows, 'x' has {x.Rows}; they must be equal.");
        Lanes.RequireLength(dw.Length, (long)dy.Columns * x.Features, nameof(dw));
        bool isNarrow = dy.Columns <= NarrowWidth;
        if (!accumulate && (isNarrow || x.Rows == 0)) dw.Span.Clear();
        if (dw.IsEmpty || x.Rows == 0) return;

        if (isNarrow)
        {
            AddNarrow(dy, x, dw, workers);
            if (!rowSum.IsEmpty) Rows.AddTo(rowSum, dy.Data, workers, downwards: true);
            return;
        }

        SpikeLists lists = SpikeLists.OfColumns(x, DepthBlock, workers);
        int panels = Packing.Panels(dy.Columns, SpikeKernel.Width);
        int groups = workers.PiecesOfEach(panels); // each packs its panel of dY
        int columns = Math.Max(LeastColumns, Packing.Panels(x.Features, groups));
        groups = Packing.Panels(x.Features, columns);
        workers.Run(panels * groups, (dy, lists, dw, accumulate, rowSum, groups, columns), static (job, part) =>
        {
            int column = part % job.groups * job.columns;
            int count = Math.Min(job.columns, job.lists.Lines - column);
            AddPanel(
                job.dy, part / job.groups * SpikeKernel.Width, job.lists, column, count, job.dw, job.accumulate,
                column == 0 ? job.rowSum : default);
        });
        lists.Return();
    }

    // Some columns of X for one panel of dY. The sums are held transposed, as the panel's lines are, in between.
    private static void AddPanel(
        Matrix dy,
        int row,
        SpikeLists lists,
        int column,
        int columns,
        Memory<float> dw,
        bool accumulate,
        Memory<float> rowSum)
    {
        var gradient = new Matrix(dw, dy.Columns, lists.Lines);
        int width = SpikeKernel.Width;
        int used = Math.Min(width, dy.Columns - row);
        using Scratch sums = Scratch.Rent(columns * width);
        using Scratch panel = Scratch.Rent(DepthBlock * width);
        if (accumulate) Packing.PackPanel(gradient, row, SumOrder.Upwards, column, columns, width, sums.Span);
        else sums.Span.Clear();
        for (int block = lists.Blocks - 1; block >= 0; block--)
        {
            int first = block * DepthBlock;
            int count = Math.Min(DepthBlock, dy.Rows - first);
            Packing.PackPanel(dy.Transpose(), row, SumOrder.Upwards, first, count, width, panel.Span);
            if (!rowSum.IsEmpty) Rows.AddDownwards(rowSum.Span.Slice(row, used), panel.Span[..(count * width)], width);
            for (int k = 0; k < columns; k++)
            {
                Span<float> line = sums.Span.Slice(k * width, used);
                SpikeKernel.Sum(panel.Span, lists[block, column + k], line, line);
            }
        }

        Span<float> target = dw.Span[(row * lists.Lines + column)..];
        Packing.UnpackPanel(sums.Span, width, columns, used, target, lists.Lines);
    }
}
