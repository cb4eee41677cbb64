namespace Sgl;

/// <summary>
/// A view of float32 values as a matrix: element (i, j) is at <c>i · RowStride + j · ColumnStride</c>.
/// Transposing swaps the strides and moves nothing.
/// </summary>
/// <param name="Data">The values.</param>
/// <param name="Rows">Number of rows, at least 0.</param>
/// <param name="Columns">Number of columns, at least 0.</param>
/// <param name="RowStride">Distance from one row to the next, in floats, at least 0.</param>
/// <param name="ColumnStride">Distance from one column to the next, in floats, at least 0.</param>
public readonly record struct Matrix(
    ReadOnlyMemory<float> Data, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>A contiguous row-major matrix.</summary>
    /// <param name="data">At least rows · columns values.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    public Matrix(ReadOnlyMemory<float> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    /// <summary>The transposed view.</summary>
    public Matrix Transpose() => new(Data, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Throws unless every element lies within the data.</summary>
    internal void RequireValid(string name)
    {
        if (Rows < 0 || Columns < 0 || RowStride < 0 || ColumnStride < 0)
            throw new ArgumentException($"'{name}' has a negative size or stride: {this}", name);
        if (Rows == 0 || Columns == 0) return;
        long last = (Rows - 1L) * RowStride + (Columns - 1L) * ColumnStride;
        if (last >= Data.Length)
            throw new ArgumentException($"'{name}' has {Data.Length} values; its last element is at {last}.", name);
    }
}
