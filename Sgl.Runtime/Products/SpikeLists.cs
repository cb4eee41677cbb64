using System.Buffers;

namespace Sgl;

/// <summary>
/// The spikes of a matrix as lists, of each row or of each column, cut into blocks that a panel of the other factor has
/// room for in a cache. In rented memory.
/// </summary>
internal readonly struct SpikeLists
{
    // Rows that a thread lists at a time.
    private const int RowBlock = 64;

    // Columns of a row whose spikes are a list, of which those of columns are made.
    private const int ColumnBlock = 2048;

    private readonly int[] _starts;
    private readonly ushort[] _items;

    private SpikeLists(int blocks, int lines, int[] starts, ushort[] items) =>
        (Blocks, Lines, _starts, _items) = (blocks, lines, starts, items);

    /// <summary>Number of blocks, at least 1.</summary>
    public int Blocks { get; }

    /// <summary>Number of rows, or of columns: whatever a list is of.</summary>
    public int Lines { get; }

    /// <summary>The spikes of one row or column within one block, counted from the block's first.</summary>
    public ReadOnlySpan<ushort> this[int block, int line]
    {
        get
        {
            int list = block * Lines + line;
            return _items.AsSpan(_starts[list], _starts[list + 1] - _starts[list]);
        }
    }

    /// <summary>Lists the columns whose bit is set in each row, the first one first.</summary>
    /// <param name="x">The spikes.</param>
    /// <param name="columns">Columns of a block, at most 65,536.</param>
    /// <param name="workers">The threads to use; they split rows.</param>
    public static SpikeLists OfRows(SpikeMatrix x, int columns, Workers workers)
    {
        int blocks = Math.Max(1, Packing.Panels(x.Features, columns));
        int[] starts = RentStarts(x.Rows, blocks);
        workers.RunBlocks(x.Rows, RowBlock, (x, columns, blocks, starts), static (job, first, count) =>
        {
            for (int block = 0; block < job.blocks; block++)
            {
                Span<int> counts = job.starts.AsSpan(block * job.x.Rows + first + 1, count);
                for (int i = 0; i < count; i++)
                    counts[i] = Spikes(job.x, first + i, block * job.columns, job.columns).Count();
            }
        });
        ushort[] items = SumAndRent(starts, x, blocks * x.Rows);
        workers.RunBlocks(x.Rows, RowBlock, (x, columns, blocks, starts, items), static (job, first, count) =>
        {
            Span<ushort> spikes = stackalloc ushort[job.columns + SetBits.Slack];
            for (int block = 0; block < job.blocks; block++)
            {
                for (int row = first; row < first + count; row++)
                {
                    int found = Spikes(job.x, row, block * job.columns, job.columns).CopyTo(spikes);
                    spikes[..found].CopyTo(job.items.AsSpan(job.starts[block * job.x.Rows + row]));
                }
            }
        });
        return new SpikeLists(blocks, x.Rows, starts, items);

        static SetBits Spikes(SpikeMatrix x, int row, int first, int count) =>
            x.SpikesOf(row, first, Math.Min(count, x.Features - first));
    }

    /// <summary>Lists the rows whose bit is set in each column, the last one first: the lists of the transpose.</summary>
    /// <param name="x">The spikes.</param>
    /// <param name="rows">Rows of a block, at most 65,536.</param>
    /// <param name="workers">The threads to use; they split blocks.</param>
    public static SpikeLists OfColumns(SpikeMatrix x, int rows, Workers workers)
    {
        int blocks = Math.Max(1, Packing.Panels(x.Rows, rows)), columns = x.Features;
        SpikeLists ofRows = OfRows(x, ColumnBlock, workers);
        int[] starts = RentStarts(columns, blocks);

        // Counted a place further on still, list i starts at starts[i + 1]; filled, it ends there.
        workers.Run(blocks, (ofRows, rows, columns, starts), static (job, block) =>
            Count(job.ofRows, block * job.rows, job.rows, job.starts.AsSpan(block * job.columns + 2)));
        ushort[] items = SumAndRent(starts, x, blocks * columns + 1);
        workers.Run(blocks, (ofRows, rows, columns, starts, items), static (job, block) =>
            Fill(job.ofRows, block * job.rows, job.rows, job.starts.AsSpan(block * job.columns + 1), job.items));
        ofRows.Return();
        return new SpikeLists(blocks, columns, starts, items);
    }

    /// <summary>Gives the memory back.</summary>
    public void Return()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<ushort>.Shared.Return(_items);
    }

    private static int[] RentStarts(int lines, int blocks)
    {
        int count = checked(lines * blocks + 2);
        int[] starts = ArrayPool<int>.Shared.Rent(count);
        Array.Clear(starts, 0, count);
        return starts;
    }

    // Turns numbers of spikes, each at the place after its list, into where lists start.
    private static ushort[] SumAndRent(int[] starts, SpikeMatrix x, int last)
    {
        for (int i = 1; i <= last; i++) starts[i] = checked(starts[i] + starts[i - 1]);

        // As many as are expected at most, not as there are: that number changes from call to call, this one does not.
        int most = (int)(SpikeProduct.DenseDensity * x.Rows * x.Features);
        return ArrayPool<ushort>.Shared.Rent(Math.Max(starts[last], most));
    }

    private static void Count(SpikeLists ofRows, int first, int rows, Span<int> counts)
    {
        for (int row = first; row < Math.Min(first + rows, ofRows.Lines); row++)
        {
            for (int block = 0; block < ofRows.Blocks; block++)
            {
                Span<int> ofBlock = counts[(block * ColumnBlock)..];
                foreach (ushort k in ofRows[block, row]) ofBlock[k]++;
            }
        }
    }

    private static void Fill(SpikeLists ofRows, int first, int rows, Span<int> next, ushort[] items)
    {
        for (int row = Math.Min(first + rows, ofRows.Lines) - 1; row >= first; row--)
        {
            for (int block = 0; block < ofRows.Blocks; block++)
            {
                Span<int> ofBlock = next[(block * ColumnBlock)..];
                foreach (ushort k in ofRows[block, row]) items[ofBlock[k]++] = (ushort)(row - first);
            }
        }
    }
}
