using ILGPU;

namespace Sgl;

/// <summary>
/// A <see cref="Matrix"/> in the memory of a device: element (i, j) is at <see cref="Offset"/> +
/// i·<see cref="RowStride"/> + j·<see cref="ColumnStride"/>.
/// </summary>
internal readonly record struct DeviceMatrix(
    ArrayView<float> Data, long Offset, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>A contiguous row-major matrix.</summary>
    public DeviceMatrix(ArrayView<float> data, int rows, int columns)
        : this(data, 0, rows, columns, columns, 1)
    {
    }

    public float this[long row, long column] => Data[Offset + row * RowStride + column * ColumnStride];

    /// <summary>The transposed view.</summary>
    public DeviceMatrix Transpose() => new(Data, Offset, Columns, Rows, ColumnStride, RowStride);

    /// <summary>The view whose first column is the last one: a product that goes up its columns goes down these.</summary>
    public DeviceMatrix ReverseColumns() =>
        this with { Offset = Offset + Math.Max(Columns - 1, 0) * (long)ColumnStride, ColumnStride = -ColumnStride };

    /// <summary>Throws unless every element lies within the data.</summary>
    public void RequireValid(string name)
    {
        if (Rows < 0 || Columns < 0) throw new ArgumentException($"'{name}' has a negative size: {Rows} × {Columns}.", name);
        if (Rows == 0 || Columns == 0) return;
        long down = (Rows - 1L) * RowStride, right = (Columns - 1L) * ColumnStride;
        long first = Offset + Math.Min(down, 0) + Math.Min(right, 0);
        long last = Offset + Math.Max(down, 0) + Math.Max(right, 0);
        if (first < 0 || last >= Data.Length)
            throw new ArgumentException($"'{name}' has {Data.Length} values; its elements are at {first} to {last}.", name);
    }
}
