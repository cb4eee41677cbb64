using ILGPU;

namespace Sgl;

/// <summary>
/// The product with a group of threads for each tile of C. The group brings the parts of A and B that a tile needs into
/// shared memory, some depth of them at a time, and each thread keeps a block of 4 × 4 sums in registers.
/// </summary>
/// <remarks>
/// A thread's rows and columns lie 16 apart: neighbours then read and write neighbours, in shared memory and in C.
/// </remarks>
internal sealed class TiledDeviceProduct(KernelLauncher launcher) : IDeviceProduct
{
    /// <summary>Threads of a group, 16 × 16.</summary>
    public const int GroupSize = Side * Side;

    private const int Side = 16;
    private const int Tile = 4 * Side;
    private const int Depth = 16;

    // A line of a tile begins one bank of memory after the one before it.
    private const int Line = Tile + 1;

    public bool HasOwnOrder => false;

    public override string ToString() => "tiled";

    public void Multiply(DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, bool accumulate)
    {
        int tilesRight = Packing.Panels(b.Columns, Tile);
        int tiles = checked(Packing.Panels(a.Rows, Tile) * tilesRight);
        launcher.RunGroups(Kernel, tiles, GroupSize, new Arguments(a, b.Transpose(), c, tilesRight, accumulate ? 1 : 0));
    }

    private static void Kernel(Arguments arguments)
    {
        (DeviceMatrix a, DeviceMatrix columns, ArrayView<float> c, int tilesRight, int accumulate) = arguments;
        ArrayView<float> left = SharedMemory.Allocate<float>(Depth * Line);
        ArrayView<float> right = SharedMemory.Allocate<float>(Depth * Line);
        int tileRow = Grid.IdxX / tilesRight * Tile;
        int tileColumn = Grid.IdxX % tilesRight * Tile;
        (int y, int x) = (Group.IdxX / Side, Group.IdxX % Side);
        var sums = new Sums(c, columns.Rows, tileRow + y, tileColumn + x);
        Quad s0 = default, s1 = default, s2 = default, s3 = default;
        if (accumulate != 0)
        {
            s0 = sums.Load(0, a.Rows);
            s1 = sums.Load(1, a.Rows);
            s2 = sums.Load(2, a.Rows);
            s3 = sums.Load(3, a.Rows);
        }

        for (int k = 0; k < a.Columns; k += Depth)
        {
            Bring(a, tileRow, k, left);
            Bring(columns, tileColumn, k, right);
            Group.Barrier();
            int depth = Math.Min(Depth, a.Columns - k);
            for (int i = 0; i < depth; i++)
            {
                Quad l = Quad.Load(left, i * Line + y, Side);
                Quad r = Quad.Load(right, i * Line + x, Side);
                s0 = s0.Add(l.X, r);
                s1 = s1.Add(l.Y, r);
                s2 = s2.Add(l.Z, r);
                s3 = s3.Add(l.W, r);
            }

            Group.Barrier();
        }

        sums.Store(0, a.Rows, s0);
        sums.Store(1, a.Rows, s1);
        sums.Store(2, a.Rows, s2);
        sums.Store(3, a.Rows, s3);
    }

    // Some depth of a tile's rows into shared memory, line by line; rows and columns beyond the matrix are 0. Neighbours
    // read neighbours in whichever direction the matrix lies.
    private static void Bring(DeviceMatrix matrix, int row, int k, ArrayView<float> tile)
    {
        bool isAlongRows = Math.Abs(matrix.ColumnStride) < Math.Abs(matrix.RowStride);
        for (int at = Group.IdxX; at < Depth * Tile; at += GroupSize)
        {
            int i = isAlongRows ? at / Depth : at % Tile;
            int depth = isAlongRows ? at % Depth : at / Tile;
            bool isInside = row + i < matrix.Rows && k + depth < matrix.Columns;
            tile[depth * Line + i] = isInside ? matrix[row + i, k + depth] : 0f;
        }
    }

    internal readonly record struct Arguments(
        DeviceMatrix A, DeviceMatrix BTransposed, ArrayView<float> C, int TilesRight, int Accumulate);

    /// <summary>The elements of C that one thread computes, [.., <paramref name="Columns"/>], from a row and a column on.</summary>
    private readonly record struct Sums(ArrayView<float> C, int Columns, int Row, int Column)
    {
        public Quad Load(int index, int rows) =>
            Row + index * Side < rows ? Quad.LoadSome(C, At(index), Side, Left) : default;

        public void Store(int index, int rows, Quad sums)
        {
            if (Row + index * Side < rows) sums.StoreSome(C, At(index), Side, Left);
        }

        // Columns of C from the thread's first one on.
        private int Left => Columns - Column;

        private long At(int index) => (Row + index * Side) * (long)Columns + Column;
    }
}
