namespace Sgl;

/// <summary>
/// The functions of <see cref="SpikeMath"/> that kernels call, in operations that each round on their own: the same steps,
/// so the same bits.
/// </summary>
internal static class StrictMath
{
    // From here on no float has a fraction that adding it would leave.
    private const float Rounder = 12582912f;

    /// <inheritdoc cref="SpikeMath.Exp"/>
    public static StrictFloat Exp(StrictFloat x)
    {
        x = x > 89f ? 89f : x < -104f ? -104f : x;
        StrictFloat n = StrictFloat.FusedMultiplyAdd(x, 1.44269504f, Rounder) - Rounder;
        StrictFloat r = StrictFloat.FusedMultiplyAdd(n, -0.693359375f, x);
        r = StrictFloat.FusedMultiplyAdd(n, 2.12194440e-4f, r);
        StrictFloat p = 1.3836748e-3f;
        p = StrictFloat.FusedMultiplyAdd(p, r, 8.3691403e-3f);
        p = StrictFloat.FusedMultiplyAdd(p, r, 4.1668106e-2f);
        p = StrictFloat.FusedMultiplyAdd(p, r, 0.166665167f);
        p = StrictFloat.FusedMultiplyAdd(p, r, 0.49999994f);
        p = StrictFloat.FusedMultiplyAdd(p, r, 1f);
        p = StrictFloat.FusedMultiplyAdd(p, r, 1f);
        return DeviceMath.Scale(p, n);
    }

    /// <inheritdoc cref="SpikeMath.Log"/>
    public static StrictFloat Log(StrictFloat x)
    {
        StrictFloat m = Mantissa(x, out StrictFloat e);
        StrictFloat f = m - 1f;
        StrictFloat z = f * f;
        StrictFloat p = 7.0376836292e-2f;
        p = p * f + -1.1514610310e-1f;
        p = p * f + 1.1676998740e-1f;
        p = p * f + -1.2420140846e-1f;
        p = p * f + 1.4249322787e-1f;
        p = p * f + -1.6668057665e-1f;
        p = p * f + 2.0000714765e-1f;
        p = p * f + -2.4999993993e-1f;
        p = p * f + 3.3333331174e-1f;
        StrictFloat y = f * z * p + -2.12194440e-4f * e - 0.5f * z;
        StrictFloat log = f + y + 0.693359375f * e;
        StrictFloat finite = x > 0f ? log : x == 0f ? float.NegativeInfinity : float.NaN;
        return x == float.PositiveInfinity ? x : finite;
    }

    /// <summary>ln(1 + x) for x ≥ 0, as precise where x is small: what the sum lost is divided out (Kahan).</summary>
    /// <param name="x">At least 0.</param>
    /// <param name="sum">1 + x, or NaN for a result that is NaN.</param>
    public static StrictFloat LogOfOneAnd(StrictFloat x, StrictFloat sum) =>
        sum == 1f ? x : x == float.PositiveInfinity ? x : Log(sum) * (x / (sum - 1f));

    /// <inheritdoc cref="SpikeMath.Sigmoid"/>
    public static StrictFloat Sigmoid(StrictFloat x)
    {
        StrictFloat e = Exp(-DeviceMath.Abs(x));
        StrictFloat quotient = (x < 0f ? e : 1f) / (1f + e);
        return x < 0f ? e - e * quotient : quotient;
    }

    private static StrictFloat Mantissa(StrictFloat x, out StrictFloat e)
    {
        bool isDenormal = x < 1.17549435e-38f;
        StrictFloat scaled = isDenormal ? x * 8388608f : x;
        StrictFloat exponent = DeviceMath.Exponent(scaled);
        StrictFloat whole = DeviceMath.Scale(scaled, -exponent);
        bool isLarge = whole > 1.41421356f;
        e = (isLarge ? exponent + 1f : exponent) - (isDenormal ? 23f : 0f);
        return isLarge ? 0.5f * whole : whole;
    }
}
