using System.Buffers;

namespace Sgl;

/// <summary>
/// The transpose of a spike matrix, as lists: for each block of rows and each column, the rows whose bit is set, the
/// last one first. In rented memory.
/// </summary>
internal readonly struct ColumnLists
{
    private readonly int[] _starts;
    private readonly ushort[] _items;

    private ColumnLists(int blocks, int columns, int[] starts, ushort[] items) =>
        (Blocks, Columns, _starts, _items) = (blocks, columns, starts, items);

    /// <summary>Number of blocks of rows.</summary>
    public int Blocks { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The rows of one block and column, counted from the block's first.</summary>
    public ReadOnlySpan<ushort> this[int block, int column]
    {
        get
        {
            int list = block * Columns + column;
            return _items.AsSpan(_starts[list], _starts[list + 1] - _starts[list]);
        }
    }

    /// <summary>Lists the spikes of a matrix that has some.</summary>
    /// <param name="x">The spikes.</param>
    /// <param name="rows">Rows of a block, at most 65,536.</param>
    /// <param name="workers">The threads to use; they split blocks.</param>
    public static ColumnLists Of(SpikeMatrix x, int rows, Workers workers)
    {
        int blocks = Packing.Panels(x.Rows, rows);
        int lists = checked(blocks * x.Features);
        int[] starts = ArrayPool<int>.Shared.Rent(lists + 2);
        Array.Clear(starts, 0, lists + 2);

        // Counted two places further on, then summed, list i starts at starts[i + 1]; filled, it ends there.
        workers.Run(blocks, (x, rows, starts), static (job, block) =>
            Count(job.x, block * job.rows, job.rows, job.starts.AsSpan(block * job.x.Features + 2)));
        for (int i = 2; i < lists + 2; i++) starts[i] = checked(starts[i] + starts[i - 1]);

        // As many as are expected at most, not as there are: that number changes from call to call, this one does not.
        int most = (int)(SpikeProduct.DenseDensity * x.Rows * x.Features);
        ushort[] items = ArrayPool<ushort>.Shared.Rent(Math.Max(starts[lists + 1], most));
        workers.Run(blocks, (x, rows, starts, items), static (job, block) =>
            Fill(job.x, block * job.rows, job.rows, job.starts.AsSpan(block * job.x.Features + 1), job.items));
        return new ColumnLists(blocks, x.Features, starts, items);
    }

    /// <summary>Gives the memory back.</summary>
    public void Return()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<ushort>.Shared.Return(_items);
    }

    private static void Count(SpikeMatrix x, int first, int rows, Span<int> counts)
    {
        for (int row = first; row < Math.Min(first + rows, x.Rows); row++)
            foreach (int column in x.SpikesOf(row, 0, x.Features)) counts[column]++;
    }

    private static void Fill(SpikeMatrix x, int first, int rows, Span<int> next, ushort[] items)
    {
        for (int row = Math.Min(first + rows, x.Rows) - 1; row >= first; row--)
            foreach (int column in x.SpikesOf(row, 0, x.Features)) items[next[column]++] = (ushort)(row - first);
    }
}
