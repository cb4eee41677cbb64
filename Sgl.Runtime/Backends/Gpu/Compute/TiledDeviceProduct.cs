using ILGPU;

namespace Sgl;

/// <summary>
/// The product with a group of threads for each tile of C. The group brings the parts of A and B that a tile needs into
/// shared memory, some depth of them at a time, and each thread keeps a block of 4 × 4 sums in registers. What the next
/// depth needs is on its way meanwhile.
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

    // A thread brings 4 numbers of either factor.
    private const int Depth = 4 * GroupSize / Tile;

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

        Quad nextLeft = Fetch(a, tileRow, 0);
        Quad nextRight = Fetch(columns, tileColumn, 0);
        for (int k = 0; k < a.Columns; k += Depth)
        {
            Put(a, nextLeft, left);
            Put(columns, nextRight, right);
            Group.Barrier();
            nextLeft = Fetch(a, tileRow, k + Depth);
            nextRight = Fetch(columns, tileColumn, k + Depth);
            for (int i = 0; i < Depth; i++)
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

    // A thread's share of some depth of a tile's rows; beyond the matrix all is 0.
    private static Quad Fetch(DeviceMatrix matrix, int row, int k) => new(
        FetchOne(matrix, row, k, 0), FetchOne(matrix, row, k, 1), FetchOne(matrix, row, k, 2), FetchOne(matrix, row, k, 3));

    private static float FetchOne(DeviceMatrix matrix, int row, int k, int index)
    {
        (int i, int depth) = Locate(matrix, index);
        return row + i < matrix.Rows && k + depth < matrix.Columns ? matrix[row + i, k + depth] : 0f;
    }

    // The same share into shared memory, line by line.
    private static void Put(DeviceMatrix matrix, Quad share, ArrayView<float> tile)
    {
        tile[At(matrix, 0)] = share.X;
        tile[At(matrix, 1)] = share.Y;
        tile[At(matrix, 2)] = share.Z;
        tile[At(matrix, 3)] = share.W;
    }

    private static int At(DeviceMatrix matrix, int index)
    {
        (int i, int depth) = Locate(matrix, index);
        return depth * Line + i;
    }

    // Neighbours take neighbours in whichever direction the matrix lies.
    private static (int Row, int Depth) Locate(DeviceMatrix matrix, int index)
    {
        int at = Group.IdxX + index * GroupSize;
        return Math.Abs(matrix.ColumnStride) < Math.Abs(matrix.RowStride)
            ? (at / Depth, at % Depth)
            : (at % Tile, at / Tile);
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
