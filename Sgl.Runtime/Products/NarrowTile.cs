using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// 6 rows by two vectors: 12 accumulators, 2 vectors of B and 1 element of A fit 16 registers, and are enough
/// independent sums to hide the latency of a fused multiply-add.
/// </summary>
internal static class NarrowTile
{
    public const int Rows = 6;

    public static int Columns => 2 * Vector<float>.Count;

    // MultiplyAddEstimate is one fused instruction where the processor has it, and two where it has not.
    // Optimized from the first call on: a first product of a large network would else run in slow code for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ReadOnlySpan<float> packedA, ReadOnlySpan<float> packedB, ref float c, nuint stride, bool accumulate)
    {
        ref float a = ref MemoryMarshal.GetReference(packedA);
        ref float b = ref MemoryMarshal.GetReference(packedB);
        nuint width = (nuint)Vector<float>.Count;
        (Vector<float> c00, Vector<float> c01) = Load(ref c, accumulate);
        (Vector<float> c10, Vector<float> c11) = Load(ref Unsafe.Add(ref c, stride), accumulate);
        (Vector<float> c20, Vector<float> c21) = Load(ref Unsafe.Add(ref c, 2 * stride), accumulate);
        (Vector<float> c30, Vector<float> c31) = Load(ref Unsafe.Add(ref c, 3 * stride), accumulate);
        (Vector<float> c40, Vector<float> c41) = Load(ref Unsafe.Add(ref c, 4 * stride), accumulate);
        (Vector<float> c50, Vector<float> c51) = Load(ref Unsafe.Add(ref c, 5 * stride), accumulate);
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

        Store(c00, c01, ref c);
        Store(c10, c11, ref Unsafe.Add(ref c, stride));
        Store(c20, c21, ref Unsafe.Add(ref c, 2 * stride));
        Store(c30, c31, ref Unsafe.Add(ref c, 3 * stride));
        Store(c40, c41, ref Unsafe.Add(ref c, 4 * stride));
        Store(c50, c51, ref Unsafe.Add(ref c, 5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Left, Vector<float> Right) Load(ref float c, bool accumulate) => accumulate
        ? (Vector.LoadUnsafe(ref c), Vector.LoadUnsafe(ref c, (nuint)Vector<float>.Count))
        : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> left, Vector<float> right, ref float c)
    {
        left.StoreUnsafe(ref c);
        right.StoreUnsafe(ref c, (nuint)Vector<float>.Count);
    }
}
