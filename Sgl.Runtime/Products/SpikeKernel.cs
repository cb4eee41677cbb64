using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static Sgl.Registers;

namespace Sgl;

/// <summary>
/// The innermost spike-driven product: a row of sums that stays in registers gains one line of a panel per spike.
/// 16 accumulators, each added to from memory, need just 16 registers and hide the latency of an addition; so do 8 of
/// twice the width where the processor has them, and a load of theirs is a whole cache line.
/// </summary>
internal static class SpikeKernel
{
    // Two short sums take as long as one of a whole line.
    private const int LongestNarrow = 2 * NarrowWidth;

    /// <summary>Floats in a line of a panel.</summary>
    public static int Width => 16 * Vector<float>.Count;

    /// <summary>Floats of a cache line: what a row of few sums is padded to.</summary>
    public const int NarrowWidth = 16;

    /// <summary>Sums lines of a panel, in the order of the list, and what the sums start from.</summary>
    /// <param name="panel">[lines, Width].</param>
    /// <param name="list">The lines to sum, each within the panel.</param>
    /// <param name="from">What the sums start from: as many as there are sums, <paramref name="sum"/> itself for example;
    /// or empty for 0.</param>
    /// <param name="sum">At most Width sums.</param>
    public static void Sum(
        ReadOnlySpan<float> panel, ReadOnlySpan<ushort> list, ReadOnlySpan<float> from, Span<float> sum)
    {
        ref float first = ref MemoryMarshal.GetReference(panel);
        if (sum.Length == Width)
        {
            if (!from.IsEmpty) _ = from[sum.Length - 1];
            SumLine(ref first, list, ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(sum));
            return;
        }

        Span<float> padded = stackalloc float[Width];
        if (!from.IsEmpty) from[..sum.Length].CopyTo(padded);
        if (sum.Length > LongestNarrow) SumLine(ref first, list, ref padded[0], ref padded[0]);
        else
            for (int j = 0; j < sum.Length; j += NarrowWidth)
                SumNarrow(ref Unsafe.Add(ref first, j), list, ref padded[j]);
        padded[..sum.Length].CopyTo(sum);
    }

    private static void SumLine(ref float panel, ReadOnlySpan<ushort> list, ref float from, ref float sum)
    {
        if (Vector512.IsHardwareAccelerated && Width == 8 * Vector512<float>.Count) Sum512(ref panel, list, ref from, ref sum);
        else SumWide(ref panel, list, ref from, ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum512(ref float panel, ReadOnlySpan<ushort> list, ref float from, ref float sum)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<float> s4 = default, s5 = default, s6 = default, s7 = default;
        if (!Unsafe.IsNullRef(ref from))
        {
            (s0, s1, s2, s3) = (LineAt(ref from, 0), LineAt(ref from, 1), LineAt(ref from, 2), LineAt(ref from, 3));
            (s4, s5, s6, s7) = (LineAt(ref from, 4), LineAt(ref from, 5), LineAt(ref from, 6), LineAt(ref from, 7));
        }

        foreach (ushort i in list)
        {
            ref float line = ref Unsafe.Add(ref panel, (nuint)i * (nuint)Width);
            s0 += LineAt(ref line, 0);
            s1 += LineAt(ref line, 1);
            s2 += LineAt(ref line, 2);
            s3 += LineAt(ref line, 3);
            s4 += LineAt(ref line, 4);
            s5 += LineAt(ref line, 5);
            s6 += LineAt(ref line, 6);
            s7 += LineAt(ref line, 7);
        }

        Store(s0, s1, s2, s3, ref sum, 0);
        Store(s4, s5, s6, s7, ref sum, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumWide(ref float panel, ReadOnlySpan<ushort> list, ref float from, ref float sum)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector<float> s4 = default, s5 = default, s6 = default, s7 = default;
        Vector<float> s8 = default, s9 = default, s10 = default, s11 = default;
        Vector<float> s12 = default, s13 = default, s14 = default, s15 = default;
        if (!Unsafe.IsNullRef(ref from))
        {
            (s0, s1, s2, s3) = (At(ref from, 0), At(ref from, 1), At(ref from, 2), At(ref from, 3));
            (s4, s5, s6, s7) = (At(ref from, 4), At(ref from, 5), At(ref from, 6), At(ref from, 7));
            (s8, s9, s10, s11) = (At(ref from, 8), At(ref from, 9), At(ref from, 10), At(ref from, 11));
            (s12, s13, s14, s15) = (At(ref from, 12), At(ref from, 13), At(ref from, 14), At(ref from, 15));
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
    private static void SumNarrow(ref float panel, ReadOnlySpan<ushort> list, ref float sum)
    {
        Vector512<float> total = LineAt(ref sum, 0);
        foreach (ushort i in list) total += LineAt(ref Unsafe.Add(ref panel, (nuint)i * (nuint)Width), 0);
        total.StoreUnsafe(ref sum);
    }
}
