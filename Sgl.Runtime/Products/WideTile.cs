using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sgl;

/// <summary>
/// 12 rows by two vectors of 512 bits, for processors whose 32 registers hold 24 accumulators. Twice the rows and the
/// columns of <see cref="NarrowTile"/> halve the loads per multiply-add; its order of summation, and so its bits, are
/// the same.
/// </summary>
internal static class WideTile
{
    public const int Rows = 12;

    public const int Columns = 32;

    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    // See NarrowTile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        ReadOnlySpan<float> packedA, ReadOnlySpan<float> packedB, ref float c, nuint stride, bool accumulate)
    {
        ref float a = ref MemoryMarshal.GetReference(packedA);
        ref float b = ref MemoryMarshal.GetReference(packedB);
        (Vector512<float> left0, Vector512<float> right0) = Load(ref c, accumulate);
        (Vector512<float> left1, Vector512<float> right1) = Load(ref Unsafe.Add(ref c, stride), accumulate);
        (Vector512<float> left2, Vector512<float> right2) = Load(ref Unsafe.Add(ref c, 2 * stride), accumulate);
        (Vector512<float> left3, Vector512<float> right3) = Load(ref Unsafe.Add(ref c, 3 * stride), accumulate);
        (Vector512<float> left4, Vector512<float> right4) = Load(ref Unsafe.Add(ref c, 4 * stride), accumulate);
        (Vector512<float> left5, Vector512<float> right5) = Load(ref Unsafe.Add(ref c, 5 * stride), accumulate);
        (Vector512<float> left6, Vector512<float> right6) = Load(ref Unsafe.Add(ref c, 6 * stride), accumulate);
        (Vector512<float> left7, Vector512<float> right7) = Load(ref Unsafe.Add(ref c, 7 * stride), accumulate);
        (Vector512<float> left8, Vector512<float> right8) = Load(ref Unsafe.Add(ref c, 8 * stride), accumulate);
        (Vector512<float> left9, Vector512<float> right9) = Load(ref Unsafe.Add(ref c, 9 * stride), accumulate);
        (Vector512<float> left10, Vector512<float> right10) = Load(ref Unsafe.Add(ref c, 10 * stride), accumulate);
        (Vector512<float> left11, Vector512<float> right11) = Load(ref Unsafe.Add(ref c, 11 * stride), accumulate);
        for (int k = packedA.Length / Rows; k > 0; k--)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref b);
            Vector512<float> b1 = Vector512.LoadUnsafe(ref b, 16);
            Vector512<float> ai = Vector512.Create(a);
            left0 = Vector512.MultiplyAddEstimate(ai, b0, left0);
            right0 = Vector512.MultiplyAddEstimate(ai, b1, right0);
            ai = Vector512.Create(Unsafe.Add(ref a, 1));
            left1 = Vector512.MultiplyAddEstimate(ai, b0, left1);
            right1 = Vector512.MultiplyAddEstimate(ai, b1, right1);
            ai = Vector512.Create(Unsafe.Add(ref a, 2));
            left2 = Vector512.MultiplyAddEstimate(ai, b0, left2);
            right2 = Vector512.MultiplyAddEstimate(ai, b1, right2);
            ai = Vector512.Create(Unsafe.Add(ref a, 3));
            left3 = Vector512.MultiplyAddEstimate(ai, b0, left3);
            right3 = Vector512.MultiplyAddEstimate(ai, b1, right3);
            ai = Vector512.Create(Unsafe.Add(ref a, 4));
            left4 = Vector512.MultiplyAddEstimate(ai, b0, left4);
            right4 = Vector512.MultiplyAddEstimate(ai, b1, right4);
            ai = Vector512.Create(Unsafe.Add(ref a, 5));
            left5 = Vector512.MultiplyAddEstimate(ai, b0, left5);
            right5 = Vector512.MultiplyAddEstimate(ai, b1, right5);
            ai = Vector512.Create(Unsafe.Add(ref a, 6));
            left6 = Vector512.MultiplyAddEstimate(ai, b0, left6);
            right6 = Vector512.MultiplyAddEstimate(ai, b1, right6);
            ai = Vector512.Create(Unsafe.Add(ref a, 7));
            left7 = Vector512.MultiplyAddEstimate(ai, b0, left7);
            right7 = Vector512.MultiplyAddEstimate(ai, b1, right7);
            ai = Vector512.Create(Unsafe.Add(ref a, 8));
            left8 = Vector512.MultiplyAddEstimate(ai, b0, left8);
            right8 = Vector512.MultiplyAddEstimate(ai, b1, right8);
            ai = Vector512.Create(Unsafe.Add(ref a, 9));
            left9 = Vector512.MultiplyAddEstimate(ai, b0, left9);
            right9 = Vector512.MultiplyAddEstimate(ai, b1, right9);
            ai = Vector512.Create(Unsafe.Add(ref a, 10));
            left10 = Vector512.MultiplyAddEstimate(ai, b0, left10);
            right10 = Vector512.MultiplyAddEstimate(ai, b1, right10);
            ai = Vector512.Create(Unsafe.Add(ref a, 11));
            left11 = Vector512.MultiplyAddEstimate(ai, b0, left11);
            right11 = Vector512.MultiplyAddEstimate(ai, b1, right11);
            a = ref Unsafe.Add(ref a, Rows);
            b = ref Unsafe.Add(ref b, Columns);
        }

        Store(left0, right0, ref c);
        Store(left1, right1, ref Unsafe.Add(ref c, stride));
        Store(left2, right2, ref Unsafe.Add(ref c, 2 * stride));
        Store(left3, right3, ref Unsafe.Add(ref c, 3 * stride));
        Store(left4, right4, ref Unsafe.Add(ref c, 4 * stride));
        Store(left5, right5, ref Unsafe.Add(ref c, 5 * stride));
        Store(left6, right6, ref Unsafe.Add(ref c, 6 * stride));
        Store(left7, right7, ref Unsafe.Add(ref c, 7 * stride));
        Store(left8, right8, ref Unsafe.Add(ref c, 8 * stride));
        Store(left9, right9, ref Unsafe.Add(ref c, 9 * stride));
        Store(left10, right10, ref Unsafe.Add(ref c, 10 * stride));
        Store(left11, right11, ref Unsafe.Add(ref c, 11 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Left, Vector512<float> Right) Load(ref float c, bool accumulate) =>
        accumulate ? (Vector512.LoadUnsafe(ref c), Vector512.LoadUnsafe(ref c, 16)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> left, Vector512<float> right, ref float c)
    {
        left.StoreUnsafe(ref c);
        right.StoreUnsafe(ref c, 16);
    }
}
