using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// The innermost product: a tile of C that stays in registers, 6 rows by two vectors, gains one column of A times
/// one row of B per step. 12 accumulators, 2 vectors of B and 1 element of A fit 16 registers, and are enough
/// independent sums to hide the latency of a fused multiply-add.
/// </summary>
internal static class MicroKernel
{
    public const int Rows = 6;

    public static int Columns => 2 * Vector<float>.Count;

    /// <summary>Writes, or adds to, the part of the tile that is within C.</summary>
    /// <param name="a">[k, Rows], packed.</param>
    /// <param name="b">[k, Columns], packed.</param>
    /// <param name="c">C from the tile's first element on.</param>
    /// <param name="stride">Distance between rows of C.</param>
    /// <param name="rows">Rows of C from the tile's first on; may exceed the tile.</param>
    /// <param name="columns">Columns of C from the tile's first on; may exceed the tile.</param>
    /// <param name="accumulate">Whether to add.</param>
    public static void Multiply(
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
        MultiplyTile(a, b, ref MemoryMarshal.GetReference(tile), (nuint)Columns, accumulate: false);
        columns = Math.Min(columns, Columns);
        for (int i = 0; i < Math.Min(rows, Rows); i++)
        {
            Span<float> target = c.Slice(i * stride, columns);
            ReadOnlySpan<float> source = tile.Slice(i * Columns, columns);
            for (int j = 0; j < columns; j++) target[j] = accumulate ? target[j] + source[j] : source[j];
        }
    }

    // MultiplyAddEstimate is one fused instruction where the processor has it, and two where it has not.
    // Optimized from the first call on: a first product of a large network would else run in slow code for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(
        ReadOnlySpan<float> packedA, ReadOnlySpan<float> packedB, ref float c, nuint stride, bool accumulate)
    {
        ref float a = ref MemoryMarshal.GetReference(packedA);
        ref float b = ref MemoryMarshal.GetReference(packedB);
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        nuint width = (nuint)Vector<float>.Count;
        for (int k = packedA.Length / Rows; k > 0; k--)
        {
            Vector<float> b0 = Vector.LoadUnsafe(ref b);
            Vector<float> b1 = Vector.LoadUnsafe(ref b, width);
            Vector<float> ai = new(a);
            c00 = Vector.MultiplyAddEstimate(ai, b0, c00);
            c01 = Vector.MultiplyAddEstimate(ai, b1, c01);
            ai = new(Unsafe.Add(ref a, 1));
            c10 = Vector.MultiplyAddEstimate(ai, b0, c10);
            c11 = Vector.MultiplyAddEstimate(ai, b1, c11);
            ai = new(Unsafe.Add(ref a, 2));
            c20 = Vector.MultiplyAddEstimate(ai, b0, c20);
            c21 = Vector.MultiplyAddEstimate(ai, b1, c21);
            ai = new(Unsafe.Add(ref a, 3));
            c30 = Vector.MultiplyAddEstimate(ai, b0, c30);
            c31 = Vector.MultiplyAddEstimate(ai, b1, c31);
            ai = new(Unsafe.Add(ref a, 4));
            c40 = Vector.MultiplyAddEstimate(ai, b0, c40);
            c41 = Vector.MultiplyAddEstimate(ai, b1, c41);
            ai = new(Unsafe.Add(ref a, 5));
            c50 = Vector.MultiplyAddEstimate(ai, b0, c50);
            c51 = Vector.MultiplyAddEstimate(ai, b1, c51);
            a = ref Unsafe.Add(ref a, Rows);
            b = ref Unsafe.Add(ref b, Columns);
        }

        StoreRow(c00, c01, ref c, accumulate);
        StoreRow(c10, c11, ref Unsafe.Add(ref c, stride), accumulate);
        StoreRow(c20, c21, ref Unsafe.Add(ref c, 2 * stride), accumulate);
        StoreRow(c30, c31, ref Unsafe.Add(ref c, 3 * stride), accumulate);
        StoreRow(c40, c41, ref Unsafe.Add(ref c, 4 * stride), accumulate);
        StoreRow(c50, c51, ref Unsafe.Add(ref c, 5 * stride), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(Vector<float> left, Vector<float> right, ref float c, bool accumulate)
    {
        nuint width = (nuint)Vector<float>.Count;
        if (accumulate)
        {
            left = Vector.LoadUnsafe(ref c) + left;
            right = Vector.LoadUnsafe(ref c, width) + right;
        }

        left.StoreUnsafe(ref c);
        right.StoreUnsafe(ref c, width);
    }
}
