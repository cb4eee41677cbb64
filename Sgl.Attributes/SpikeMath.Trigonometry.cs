namespace Sgl;

public static partial class SpikeMath
{
    // The first 224 bits of 2/π, which has no integer part.
    private static readonly uint[] TwoOverPi =
        [0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab];

    /// <summary>
    /// The sine of <paramref name="x"/>, within 2 units in the last place over the whole range, and the same bits on
    /// every engine. <see cref="MathF.Sin"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>
    /// x modulo π/2 by <see cref="Reduce"/>, then the polynomials of the Cephes library's <c>sinf</c> and <c>cosf</c>
    /// (Moshier).
    /// </remarks>
    /// <param name="x">Radians; NaN for an infinite one.</param>
    public static float Sin(float x)
    {
        float r = Reduce(x, out float quadrant);
        float value = quadrant == 1f || quadrant == 3f ? CosineNearZero(r) : SineNearZero(r);
        return quadrant >= 2f ? -value : value;
    }

    /// <summary>
    /// The cosine of <paramref name="x"/>, within 2 units in the last place over the whole range, and the same bits on
    /// every engine. <see cref="MathF.Cos"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>As <see cref="Sin"/>.</remarks>
    /// <param name="x">Radians; NaN for an infinite one.</param>
    public static float Cos(float x)
    {
        float r = Reduce(x, out float quadrant);
        float value = quadrant == 1f || quadrant == 3f ? SineNearZero(r) : CosineNearZero(r);
        return quadrant == 1f || quadrant == 2f ? -value : value;
    }

    /// <summary>
    /// x − n·π/2, rounded once, for the integer n that leaves the smallest remainder; exact arithmetic on integers, so
    /// that it holds for the largest floats too (Payne and Hanek 1983, doi:10.1145/1057600.1057602).
    /// </summary>
    /// <param name="x">The number; NaN where it is not finite.</param>
    /// <param name="quadrant">n modulo 4.</param>
    public static float Reduce(float x, out float quadrant)
    {
        quadrant = 0f;
        float magnitude = MathF.Abs(x);
        if (magnitude < 0.785398163f) return x;
        if (!(magnitude < float.PositiveInfinity)) return float.NaN;

        // |x| = m·2ᵉ; of m·2ᵉ·2/π two integer bits and 62 fractional ones are wanted.
        int bits = BitConverter.SingleToInt32Bits(magnitude);
        uint m = (uint)(bits & 0x7fffff) | 0x800000;
        int e = (bits >> 23) - 150;
        ulong turns = (ulong)m * Window(e - 2) << 32;
        turns += (ulong)m * Window(e + 30);
        turns += (ulong)m * Window(e + 62) >> 32;

        var fraction = (long)(turns << 2) >> 2; // in units of 2⁻⁶² quarter turns, from −½ to ½
        ulong n = turns - (ulong)fraction >> 62;
        var distance = (ulong)Math.Abs(fraction);
        int shift = System.Numerics.BitOperations.LeadingZeroCount(distance);
        ulong product = (distance << shift >> 32) * 0xc90fdaa2; // π/2 in units of 2⁻³¹
        float r = (long)(product >> 1) * 8.6736174e-19f * PowerOfTwo(-shift); // 2⁻⁶⁰

        bool isNegative = x < 0f;
        quadrant = isNegative ? 4 - n & 3 : n;
        return fraction < 0 == isNegative ? r : -r;
    }

    /// <summary>32 bits of 2/π from a position after its binary point on; those before it are 0.</summary>
    private static uint Window(int position)
    {
        if (position <= -32) return 0;
        int word = position >> 5, offset = position & 31;
        ulong high = word < 0 ? 0 : TwoOverPi[word], low = TwoOverPi[word + 1];
        return (uint)((high << 32 | low) << offset >> 32);
    }

    private static float SineNearZero(float r)
    {
        float z = r * r;
        float p = -1.9515295891e-4f * z + 8.3321608736e-3f;
        p = p * z + -1.6666654611e-1f;
        return r == 0f ? r : p * z * r + r; // keeps −0
    }

    private static float CosineNearZero(float r)
    {
        float z = r * r;
        float p = 2.443315711809948e-5f * z + -1.388731625493765e-3f;
        p = p * z + 4.166664568298827e-2f;
        return p * (z * z) - 0.5f * z + 1f;
    }
}
