using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sgl;

/// <summary>Vectors of a line of floats, to and from the registers that kernels sum in.</summary>
internal static class Registers
{
    /// <summary>The vector at a place of the line, counted in vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> At(ref float line, int vector) =>
        Vector.LoadUnsafe(ref line, (nuint)(vector * Vector<float>.Count));

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
}
