using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sgl;

/// <summary>What <see cref="Lanes"/> does to the numbers of a vector, done to one number: for the scalar kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lane
{
    /// <summary>x·2ⁿ for an integer n from −252 to 254.</summary>
    /// <param name="x">A number whose product with the root of 2ⁿ is normal, 0, infinite or NaN.</param>
    /// <param name="n">An integer, as a float.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(float x, float n) => SpikeMath.Scale(x, n);

    /// <summary>⌊log₂|x|⌋ of a normal number, from its exponent bits.</summary>
    /// <param name="x">A number of at least 2⁻¹²⁶ in magnitude, and finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponent(float x) => SpikeMath.Exponent(x);

    /// <summary>The number with the lower 12 bits of its mantissa cleared.</summary>
    /// <param name="x">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float High(float x) => SpikeMath.High(x);
}
