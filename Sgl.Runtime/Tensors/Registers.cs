using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sgl;

/// <summary>Vectors of a line of floats, to and from the registers that kernels sum in.</summary>
internal static class Registers
{
    /// <summary>The vector at a place of the line, counted in vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> At(ref float line, int vector) =>
        Vector.LoadUnsafe(ref line, (nuint)(vector * Vector<float>.Count));

    /// <summary>The 16 floats at a place of the line, counted in as many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LineAt(ref float line, int vector) =>
        Vector512.LoadUnsafe(ref line, (nuint)(vector * Vector512<float>.Count));

    /// <summary>Stores four vectors side by side, the first one at a place of the line, counted in vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, ref float line, int vector)
    {
        nuint width = (nuint)Vector<float>.Count;
        ref float target = ref Unsafe.Add(ref line, vector * Vector<float>.Count);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, width);
        c.StoreUnsafe(ref target, 2 * width);
        d.StoreUnsafe(ref target, 3 * width);
    }

    /// <summary>Stores four times 16 floats side by side, the first ones at a place of the line, counted in as many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float line, int vector)
    {
        nuint width = (nuint)Vector512<float>.Count;
        ref float target = ref Unsafe.Add(ref line, vector * Vector512<float>.Count);
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, width);
        c.StoreUnsafe(ref target, 2 * width);
        d.StoreUnsafe(ref target, 3 * width);
    }
}
