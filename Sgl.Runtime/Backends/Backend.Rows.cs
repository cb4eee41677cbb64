namespace Sgl;

/// <content>Rows of numbers, summed and repeated.</content>
public abstract partial class Backend
{
    // Columns that a sum over all numbers adds up first, side by side.
    private const int SumWidth = 1024;

    /// <summary>Adds every row to a sum of rows: over the batch, say.</summary>
    /// <param name="rows">[R, C].</param>
    /// <param name="sum">[C]; added to.</param>
    /// <param name="lastFirst">Whether the last row is added first.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void AddRows(View<float> rows, View<float> sum, bool lastFirst = false)
    {
        RequireRows(rows, sum.Length, nameof(rows));
        if (rows.Length > 0) AddRowsCore(rows, sum, lastFirst);
    }

    /// <summary>The sum of all rows, the first one first.</summary>
    /// <param name="rows">[R, C].</param>
    /// <param name="into">[C]; written. Not a part of the rows.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void SumOfRows(View<float> rows, View<float> into)
    {
        Fill(0f, into);
        AddRows(rows, into);
    }

    /// <summary>The sum of the numbers of each row, in their order: over classes, say.</summary>
    /// <param name="rows">[R, C].</param>
    /// <param name="into">[R]; written. Not a part of the rows.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void SumWithinRows(View<float> rows, View<float> into)
    {
        RequireRows(rows, into.Length, nameof(rows));
        if (into.Length > 0) SumWithinRowsCore(rows, into);
    }

    /// <summary>The greatest number of each row; NaN where one is.</summary>
    /// <param name="rows">[R, C], C at least 1.</param>
    /// <param name="into">[R]; written. Not a part of the rows.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void MaxWithinRows(View<float> rows, View<float> into)
    {
        RequireRows(rows, into.Length, nameof(rows));
        if (rows.Length == 0 && into.Length > 0) throw new ArgumentException("Rows without numbers have no maximum.", nameof(rows));
        if (into.Length > 0) MaxWithinRowsCore(rows, into);
    }

    /// <summary>Makes a row of each number: the first one C times, then the second one, and so on.</summary>
    /// <param name="values">[R].</param>
    /// <param name="into">[R, C]; written. Not the memory of the values.</param>
    /// <exception cref="ArgumentException">The results are not whole rows.</exception>
    public void RepeatEach(View<float> values, View<float> into)
    {
        RequireRows(into, values.Length, nameof(into));
        if (into.Length > 0) RepeatEachCore(values, into);
    }

    /// <summary>Copies some columns of rows: to put signals side by side, say.</summary>
    /// <param name="from">The first column, of rows that are repeated where they are fewer than the others.</param>
    /// <param name="into">The first column that is written. Not the memory of the others.</param>
    /// <param name="count">Number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are no such columns, or no whole rows.</exception>
    public void CopyColumns(Columns from, Columns into, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        from.Require(count, nameof(from));
        into.Require(count, nameof(into));
        ((Term)from.Rows).RequireFor(into.Count * from.Width, nameof(from));
        if (into.Count > 0) CopyColumnsCore(from, into, count);
    }

    /// <summary>The sum of all numbers: of 1024 columns from the first row to the last, then of these in order.</summary>
    /// <param name="values">Any number of them.</param>
    /// <param name="into">[1]; written.</param>
    /// <exception cref="ArgumentException">The result is not one number.</exception>
    public void Sum(View<float> values, View<float> into)
    {
        Lanes.RequireLength(into.Length, 1, nameof(into));
        using Lease lease = Lend();
        View<float> columns = Scratch(SumWidth);
        long whole = values.Length / SumWidth * SumWidth, rest = values.Length - whole;
        SumOfRows(values.Slice(0, whole), columns);
        View<float> first = columns.Slice(0, rest);
        Add(first, values.Slice(whole, rest), first);
        SumWithinRows(columns, into);
    }

    internal abstract void AddRowsCore(View<float> rows, View<float> sum, bool lastFirst);

    internal abstract void SumWithinRowsCore(View<float> rows, View<float> into);

    internal abstract void MaxWithinRowsCore(View<float> rows, View<float> into);

    internal abstract void CopyColumnsCore(Columns from, Columns into, int count);

    internal abstract void RepeatEachCore(View<float> values, View<float> into);

    private static void RequireRows(View<float> rows, long count, string name)
    {
        if (count == 0 ? rows.Length == 0 : rows.Length % count == 0) return;
        throw new ArgumentException($"'{name}' has {rows.Length} numbers, which is no multiple of {count}.", name);
    }
}
