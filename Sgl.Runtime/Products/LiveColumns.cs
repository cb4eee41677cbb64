namespace Sgl;

/// <summary>
/// The columns of a gradient that are not 0 throughout. Where a surrogate's support is bounded, a neuron that no sample
/// brings near its threshold has a gradient of exactly 0, and no part in any product: leaving it out gives the same bits
/// where the weights are finite.
/// </summary>
internal sealed class LiveColumns
{
    // To copy what remains must cost less than it saves: one column of so many must be 0.
    private const int Share = 6;

    private const int RowBlock = 64;

    private int[] _zero = [];
    private int[] _live = [];

    /// <summary>Number of live columns that the last search found.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Looks for them. It looks at a column no further than its first value that is not 0, and gives up where too few
    /// columns are left, so a gradient without zeros costs the first of its rows.
    /// </summary>
    /// <param name="gradient">[R, N], row-major.</param>
    /// <param name="columns">N.</param>
    /// <returns>Whether so many columns are 0 that leaving them out pays.</returns>
    public bool TryFind(ReadOnlySpan<float> gradient, int columns)
    {
        if (_zero.Length < columns) (_zero, _live) = (new int[columns], new int[columns]);
        int zeros = columns;
        for (int i = 0; i < columns; i++) _zero[i] = i;
        for (; !gradient.IsEmpty && zeros * Share >= columns; gradient = gradient[columns..])
        {
            int left = 0;
            foreach (int column in _zero.AsSpan(0, zeros))
                if (gradient[column] == 0) _zero[left++] = column;
            zeros = left;
        }

        if (zeros * Share < columns) return false;
        Count = 0;
        for (int column = 0, zero = 0; column < columns; column++)
        {
            if (zero < zeros && _zero[zero] == column) zero++;
            else _live[Count++] = column;
        }

        return true;
    }

    /// <summary>Copies the live columns of a matrix.</summary>
    /// <param name="source">[R, columns], row-major.</param>
    /// <param name="columns">Number of columns of the source.</param>
    /// <param name="target">[R, <see cref="Count"/>].</param>
    /// <param name="workers">The threads to use.</param>
    public void CopyColumns(ReadOnlyMemory<float> source, int columns, Memory<float> target, Workers workers) =>
        workers.RunBlocks(source.Length / columns, RowBlock, (this, source, columns, target), static (job, start, count) =>
        {
            (LiveColumns live, ReadOnlyMemory<float> source, int columns, Memory<float> target) = job;
            for (int i = start; i < start + count; i++)
            {
                ReadOnlySpan<float> from = source.Span.Slice(i * columns, columns);
                Span<float> to = target.Span.Slice(i * live.Count, live.Count);
                for (int j = 0; j < to.Length; j++) to[j] = from[live._live[j]];
            }
        });

    /// <summary>Copies the rows of a matrix that belong to live columns.</summary>
    /// <param name="source">[columns, F].</param>
    /// <param name="features">F.</param>
    /// <param name="target">[<see cref="Count"/>, F].</param>
    public void CopyRows(ReadOnlySpan<float> source, int features, Span<float> target)
    {
        for (int j = 0; j < Count; j++)
            source.Slice(_live[j] * features, features).CopyTo(target[(j * features)..]);
    }

    /// <summary>Copies such rows back.</summary>
    /// <param name="source">[<see cref="Count"/>, F].</param>
    /// <param name="features">F.</param>
    /// <param name="target">[columns, F]; its other rows stay as they are.</param>
    public void CopyRowsBack(ReadOnlySpan<float> source, int features, Span<float> target)
    {
        for (int j = 0; j < Count; j++)
            source.Slice(j * features, features).CopyTo(target[(_live[j] * features)..]);
    }
}
