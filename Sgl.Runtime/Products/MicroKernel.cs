using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// The innermost product: a tile of C that stays in registers gains one column of A times one row of B per step. It
/// starts from what C holds, or from 0, so that a sum goes on where the last call left it.
/// </summary>
/// <param name="Rows">Rows of the tile.</param>
/// <param name="Columns">Columns of the tile.</param>
internal readonly record struct MicroKernel(int Rows, int Columns)
{
    /// <summary>A multiple of the rows of each kernel.</summary>
    public const int RowMultiple = 12;

    /// <summary>The one for a product of so many columns: few would waste most of a wide tile.</summary>
    public static MicroKernel For(int columns) => WideTile.IsSupported && columns > NarrowTile.Columns
        ? new MicroKernel(WideTile.Rows, WideTile.Columns)
        : new MicroKernel(NarrowTile.Rows, NarrowTile.Columns);

    /// <summary>Writes, or adds to, the part of the tile that is within C.</summary>
    /// <param name="a">[k, Rows], packed.</param>
    /// <param name="b">[k, Columns], packed.</param>
    /// <param name="c">C from the tile's first element on.</param>
    /// <param name="stride">Distance between rows of C.</param>
    /// <param name="rows">Rows of C from the tile's first on; may exceed the tile.</param>
    /// <param name="columns">Columns of C from the tile's first on; may exceed the tile.</param>
    /// <param name="accumulate">Whether to add.</param>
    public void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int stride, int rows, int columns, bool accumulate)
    {
        if (rows >= Rows && columns >= Columns)
        {
            // The tile's last element is within C; its others are before it.
            _ = c[(Rows - 1) * stride + Columns - 1];
            MultiplyTile(a, b, ref MemoryMarshal.GetReference(c), (nuint)stride, accumulate);
            return;
        }

        Span<float> tile = stackalloc float[Rows * Columns];
        rows = Math.Min(rows, Rows);
        columns = Math.Min(columns, Columns);
        if (accumulate)
            for (int i = 0; i < rows; i++) c.Slice(i * stride, columns).CopyTo(tile[(i * Columns)..]);
        MultiplyTile(a, b, ref MemoryMarshal.GetReference(tile), (nuint)Columns, accumulate);
        for (int i = 0; i < rows; i++) tile.Slice(i * Columns, columns).CopyTo(c[(i * stride)..]);
    }

    private void MultiplyTile(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ref float c, nuint stride, bool accumulate)
    {
        if (Rows == WideTile.Rows) WideTile.Multiply(a, b, ref c, stride, accumulate);
        else NarrowTile.Multiply(a, b, ref c, stride, accumulate);
    }
}
