namespace Sgl;

/// <summary>The product in C#, whose bits are what <see cref="MatrixProduct"/> says of it.</summary>
/// <remarks>
/// Blocked and packed after BLIS (Van Zee and van de Geijn 2015, doi:10.1145/2764454). The right factor is copied once
/// into panels that are as wide as the micro-kernel; each block of output rows copies its part of the left factor
/// into a scratch that stays in the L2 cache.
/// </remarks>
internal sealed class ManagedProduct : IMatrixProduct
{
    // One panel's depth: 256 · 16 floats of B and 256 · 6 of A are 22 KiB, within a 32 KiB L1 cache. A wide tile's are
    // twice that, and reads each half as often.
    private const int DepthBlock = 256;

    // 96 · 256 floats of A are 96 KiB, within every L2 cache of today.
    private const int RowBlock = 8 * MicroKernel.RowMultiple;

    public override string ToString() => "managed";

    public void Multiply(Matrix a, Matrix b, Memory<float> c, Workers workers, bool accumulate, bool downwards)
    {
        int depth = a.Columns;
        SumOrder order = downwards ? SumOrder.Downwards(depth) : SumOrder.Upwards;
        MicroKernel kernel = MicroKernel.For(b.Columns);
        int panels = Packing.Panels(b.Columns, kernel.Columns);
        using Scratch packed = PackRight(kernel, b, order, workers);
        int rowBlocks = Packing.Panels(a.Rows, RowBlock);

        // Enough output blocks to keep threads busy to the end, and no more: each packs its part of A.
        int columnBlocks = workers.Threads == 1 ? 1 : Math.Min(panels, workers.PiecesOfEach(rowBlocks));
        int panelsPerBlock = Packing.Panels(panels, columnBlocks);
        var all = (kernel, a, order, packed.Memory, b.Columns, c, accumulate, panels, columnBlocks, panelsPerBlock);
        workers.Run(rowBlocks * columnBlocks, all, static (job, block) =>
        {
            int row = block / job.columnBlocks * RowBlock;
            int firstPanel = block % job.columnBlocks * job.panelsPerBlock;
            int endPanel = Math.Min(firstPanel + job.panelsPerBlock, job.panels);
            MultiplyBlock(
                job.kernel, job.a, job.order, row, job.Memory.Span, firstPanel, endPanel, job.Columns, job.c.Span, job.accumulate);
        });
    }

    /// <summary>The right factor in panels as wide as a kernel.</summary>
    internal static Scratch PackRight(MicroKernel kernel, Matrix b, SumOrder order, Workers workers)
    {
        int panels = Packing.Panels(b.Columns, kernel.Columns);
        var packed = Scratch.Rent(Sizes.Product("A product", "the right factor, packed,", panels, kernel.Columns, b.Rows));
        workers.Run(panels, (kernel, b, order, packed.Memory), static (job, panel) =>
        {
            (int width, int depth) = (job.kernel.Columns, job.b.Rows);
            Span<float> target = job.Memory.Span[(panel * width * depth)..];
            Packing.PackPanel(job.b.Transpose(), panel * width, job.order, 0, depth, width, target);
        });
        return packed;
    }

    /// <summary>Rows of the left factor that <see cref="MultiplyBlock"/> takes at most.</summary>
    internal const int MostRows = RowBlock;

    /// <summary>The product of some rows and some panels, on the calling thread.</summary>
    internal static void MultiplyBlock(
        MicroKernel kernel,
        Matrix a,
        SumOrder order,
        int row,
        ReadOnlySpan<float> packedB,
        int firstPanel,
        int endPanel,
        int columns,
        Span<float> c,
        bool accumulate)
    {
        int rows = Math.Min(RowBlock, a.Rows - row);
        int depth = a.Columns;
        using Scratch packedA = Scratch.Rent(RowBlock * DepthBlock);
        int k = 0;
        do // at least once: a product over no k at all is 0
        {
            int count = Math.Min(DepthBlock, depth - k);
            Packing.PackPanels(a, row, rows, order, k, count, kernel.Rows, packedA.Span);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                ReadOnlySpan<float> b = packedB.Slice((panel * depth + k) * kernel.Columns, count * kernel.Columns);
                int column = panel * kernel.Columns;
                for (int i = 0; i < rows; i += kernel.Rows)
                {
                    ReadOnlySpan<float> panelA = packedA.Span.Slice(i * count, count * kernel.Rows);
                    Span<float> tile = c[((row + i) * columns + column)..];
                    kernel.Multiply(panelA, b, tile, columns, rows - i, columns - column, accumulate || k > 0);
                }
            }
            k += count;
        }
        while (k < depth);
    }
}
