using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// The innermost spike-driven product: a row of sums that stays in registers gains one line of a panel per spike.
/// 16 accumulators, each added to from memory, need just 16 registers and hide the latency of an addition.
/// </summary>
internal static class SpikeKernel
{
    /// <summary>Floats in a line of a panel.</summary>
    public static int Width => 16 * Vector<float>.Count;

    /// <summary>Floats of two vectors: what a row of few sums is padded to.</summary>
    public static int NarrowWidth => 2 * Vector<float>.Count;

    /// <summary>Sums lines of a panel, in the order of the list, from what <paramref name="sum"/> holds or from 0.</summary>
    /// <param name="panel">[lines, Width].</param>
    /// <param name="list">The lines to sum, each within the panel.</param>
    /// <param name="sum">At most Width sums.</param>
    /// <param name="accumulate">Whether to add to what <paramref name="sum"/> holds.</param>
    public static void Sum(ReadOnlySpan<float> panel, ReadOnlySpan<ushort> list, Span<float> sum, bool accumulate)
    {
        ref float first = ref MemoryMarshal.GetReference(panel);
        if (sum.Length == Width)
        {
            SumWide(ref first, list, ref MemoryMarshal.GetReference(sum), accumulate);
            return;
        }

        Span<float> padded = stackalloc float[Width];
        if (accumulate) sum.CopyTo(padded);
        for (int j = 0; j < sum.Length; j += NarrowWidth)
            SumNarrow(ref Unsafe.Add(ref first, j), list, ref padded[j], accumulate);
        padded[..sum.Length].CopyTo(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumWide(ref float panel, ReadOnlySpan<ushort> list, ref float sum, bool accumulate)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector<float> s4 = default, s5 = default, s6 = default, s7 = default;
        Vector<float> s8 = default, s9 = default, s10 = default, s11 = default;
        Vector<float> s12 = default, s13 = default, s14 = default, s15 = default;
        if (accumulate)
        {
            (s0, s1, s2, s3) = (At(ref sum, 0), At(ref sum, 1), At(ref sum, 2), At(ref sum, 3));
            (s4, s5, s6, s7) = (At(ref sum, 4), At(ref sum, 5), At(ref sum, 6), At(ref sum, 7));
            (s8, s9, s10, s11) = (At(ref sum, 8), At(ref sum, 9), At(ref sum, 10), At(ref sum, 11));
            (s12, s13, s14, s15) = (At(ref sum, 12), At(ref sum, 13), At(ref sum, 14), At(ref sum, 15));
        }

        foreach (ushort i in list)
        {
            ref float line = ref Unsafe.Add(ref panel, (nuint)i * (nuint)Width);
            s0 += At(ref line, 0);
            s1 += At(ref line, 1);
            s2 += At(ref line, 2);
            s3 += At(ref line, 3);
            s4 += At(ref line, 4);
            s5 += At(ref line, 5);
            s6 += At(ref line, 6);
            s7 += At(ref line, 7);
            s8 += At(ref line, 8);
            s9 += At(ref line, 9);
            s10 += At(ref line, 10);
            s11 += At(ref line, 11);
            s12 += At(ref line, 12);
            s13 += At(ref line, 13);
            s14 += At(ref line, 14);
            s15 += At(ref line, 15);
        }

        Store(s0, s1, s2, s3, ref sum, 0);
        Store(s4, s5, s6, s7, ref sum, 4);
        Store(s8, s9, s10, s11, ref sum, 8);
        Store(s12, s13, s14, s15, ref sum, 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumNarrow(ref float panel, ReadOnlySpan<ushort> list, ref float sum, bool accumulate)
    {
        Vector<float> left = accumulate ? At(ref sum, 0) : default;
        Vector<float> right = accumulate ? At(ref sum, 1) : default;
        foreach (ushort i in list)
        {
            ref float line = ref Unsafe.Add(ref panel, (nuint)i * (nuint)Width);
            left += At(ref line, 0);
            right += At(ref line, 1);
        }

        left.StoreUnsafe(ref sum);
        right.StoreUnsafe(ref sum, (nuint)Vector<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> At(ref float line, int vector) =>
        Vector.LoadUnsafe(ref line, (nuint)(vector * Vector<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, ref float sum, int vector)
    {
        nuint width = (nuint)Vector<float>.Count;
        ref float target = ref Unsafe.Add(ref sum, vector * Vector<float>.Count);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, width);
        c.StoreUnsafe(ref target, 2 * width);
        d.StoreUnsafe(ref target, 3 * width);
    }
}
