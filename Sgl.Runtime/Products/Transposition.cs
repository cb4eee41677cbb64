using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sgl;

/// <summary>Copies rows to columns, in blocks whose cache lines are read and written whole.</summary>
internal static class Transposition
{
    // Rows and columns of a block: a cache line of floats.
    private const int Block = 16;

    // How far ahead of where it is written the target is fetched: a processor does not foresee lines that lie apart.
    private const int Ahead = 4 * Block;

    /// <summary>target[j, i] = source[i, j].</summary>
    /// <param name="source">[rows, columns], whose rows may lie apart.</param>
    /// <param name="sourceStride">Distance from one row to the next.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="target">[columns, rows], whose rows may lie apart.</param>
    /// <param name="targetStride">Distance from one row to the next.</param>
    public static void Copy(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
    {
        if (rows == 0 || columns == 0) return;
        _ = source[(rows - 1) * sourceStride + columns - 1];
        _ = target[(columns - 1) * targetStride + rows - 1];
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);

        // Whichever has its rows further apart is in memory, and is gone through along its rows; the other one is in a cache.
        if (targetStride > sourceStride)
        {
            for (int j = 0; j < columns; j += Block)
                for (int i = 0; i < rows; i += Block)
                    CopyBlock(ref from, sourceStride, rows, columns, ref to, targetStride, i, j, Ahead);
        }
        else
        {
            for (int i = 0; i < rows; i += Block)
                for (int j = 0; j < columns; j += Block)
                    CopyBlock(ref from, sourceStride, rows, columns, ref to, targetStride, i, j, Ahead * targetStride);
        }
    }

    // The block whose first element is source[i, j].
    private static void CopyBlock(
        ref float source, int sourceStride, int rows, int columns, ref float target, int targetStride, int i, int j, int ahead)
    {
        source = ref Unsafe.Add(ref source, i * sourceStride + j);
        target = ref Unsafe.Add(ref target, j * targetStride + i);
        (rows, columns) = (Math.Min(Block, rows - i), Math.Min(Block, columns - j));
        if (Avx512F.IsSupported && rows == Block && columns == Block)
            Copy16By16(ref source, sourceStride, ref target, targetStride, ahead);
        else
            CopyPart(ref source, sourceStride, rows, columns, ref target, targetStride);
    }

    private static void CopyPart(
        ref float source, int sourceStride, int rows, int columns, ref float target, int targetStride)
    {
        int i = 0;
        if (Avx.IsSupported)
        {
            for (; i <= rows - 4; i += 4)
            {
                ref float from = ref Unsafe.Add(ref source, i * sourceStride);
                ref float to = ref Unsafe.Add(ref target, i);
                int j = 0;
                for (; j <= columns - 8; j += 8)
                    Copy4By8(ref Unsafe.Add(ref from, j), sourceStride, ref Unsafe.Add(ref to, j * targetStride), targetStride);
                for (; j < columns; j++)
                {
                    CopyColumn(
                        ref Unsafe.Add(ref from, j), sourceStride, 4, ref Unsafe.Add(ref to, j * targetStride));
                }
            }
        }

        for (int j = 0; i < rows && j < columns; j++)
        {
            CopyColumn(
                ref Unsafe.Add(ref source, i * sourceStride + j), sourceStride, rows - i,
                ref Unsafe.Add(ref target, j * targetStride + i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyColumn(ref float source, int sourceStride, int rows, ref float target)
    {
        for (int i = 0; i < rows; i++) Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i * sourceStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Fetch(ref float line) => Sse.Prefetch0(Unsafe.AsPointer(ref line));

    // A line is stored once, whole: rows that lie a power of two apart fall into few sets of a cache, and the next visit
    // would not find the line there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy16By16(ref float source, int sourceStride, ref float target, int targetStride, int ahead)
    {
        TransposeSquares(ref source, sourceStride, out var a0, out var a1, out var a2, out var a3);
        ref float second = ref Unsafe.Add(ref source, 4 * sourceStride);
        TransposeSquares(ref second, sourceStride, out var b0, out var b1, out var b2, out var b3);
        ref float third = ref Unsafe.Add(ref source, 8 * sourceStride);
        TransposeSquares(ref third, sourceStride, out var c0, out var c1, out var c2, out var c3);
        ref float fourth = ref Unsafe.Add(ref source, 12 * sourceStride);
        TransposeSquares(ref fourth, sourceStride, out var d0, out var d1, out var d2, out var d3);
        for (int i = 0; i < Block; i++) Fetch(ref Unsafe.Add(ref target, i * targetStride + ahead));
        StoreEachFourth(a0, b0, c0, d0, ref target, targetStride);
        StoreEachFourth(a1, b1, c1, d1, ref Unsafe.Add(ref target, targetStride), targetStride);
        StoreEachFourth(a2, b2, c2, d2, ref Unsafe.Add(ref target, 2 * targetStride), targetStride);
        StoreEachFourth(a3, b3, c3, d3, ref Unsafe.Add(ref target, 3 * targetStride), targetStride);
    }

    // Four rows of 16 are four squares side by side: the first vector has the first column of each, and so on. No tuple,
    // whose constructor the JIT would call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquares(
        ref float source,
        int stride,
        out Vector512<float> first,
        out Vector512<float> second,
        out Vector512<float> third,
        out Vector512<float> fourth)
    {
        Vector512<float> a = Vector512.LoadUnsafe(ref source);
        Vector512<float> b = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, stride));
        Vector512<float> c = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 2 * stride));
        Vector512<float> d = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 3 * stride));
        Vector512<double> lowAB = Avx512F.UnpackLow(a, b).AsDouble(), highAB = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> lowCD = Avx512F.UnpackLow(c, d).AsDouble(), highCD = Avx512F.UnpackHigh(c, d).AsDouble();
        first = Avx512F.UnpackLow(lowAB, lowCD).AsSingle();
        second = Avx512F.UnpackHigh(lowAB, lowCD).AsSingle();
        third = Avx512F.UnpackLow(highAB, highCD).AsSingle();
        fourth = Avx512F.UnpackHigh(highAB, highCD).AsSingle();
    }

    // The quarters of four vectors: all first ones are a row of the target, all second ones the fourth row after it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEachFourth(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float target, int stride)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<float> evenAB = Avx512F.Shuffle4x128(a, b, Even), oddAB = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> evenCD = Avx512F.Shuffle4x128(c, d, Even), oddCD = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(evenAB, evenCD, Even).StoreUnsafe(ref target);
        Avx512F.Shuffle4x128(oddAB, oddCD, Even).StoreUnsafe(ref Unsafe.Add(ref target, 4 * stride));
        Avx512F.Shuffle4x128(evenAB, evenCD, Odd).StoreUnsafe(ref Unsafe.Add(ref target, 8 * stride));
        Avx512F.Shuffle4x128(oddAB, oddCD, Odd).StoreUnsafe(ref Unsafe.Add(ref target, 12 * stride));
    }

    // Four rows of eight become eight of four: two transposed squares, one in each half of the vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4By8(ref float source, int sourceStride, ref float target, int targetStride)
    {
        Vector256<float> a = Vector256.LoadUnsafe(ref source);
        Vector256<float> b = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        Vector256<float> c = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        Vector256<float> d = Vector256.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));
        Vector256<double> lowAB = Avx.UnpackLow(a, b).AsDouble(), highAB = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> lowCD = Avx.UnpackLow(c, d).AsDouble(), highCD = Avx.UnpackHigh(c, d).AsDouble();
        Store(Avx.UnpackLow(lowAB, lowCD).AsSingle(), ref target, targetStride);
        Store(Avx.UnpackHigh(lowAB, lowCD).AsSingle(), ref Unsafe.Add(ref target, targetStride), targetStride);
        Store(Avx.UnpackLow(highAB, highCD).AsSingle(), ref Unsafe.Add(ref target, 2 * targetStride), targetStride);
        Store(Avx.UnpackHigh(highAB, highCD).AsSingle(), ref Unsafe.Add(ref target, 3 * targetStride), targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> columns, ref float target, int targetStride)
    {
        columns.GetLower().StoreUnsafe(ref target);
        columns.GetUpper().StoreUnsafe(ref Unsafe.Add(ref target, 4 * targetStride));
    }
}
