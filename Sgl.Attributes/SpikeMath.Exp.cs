namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// e raised to <paramref name="x"/>, within 2 units in the last place over the whole range (measured: 0.89),
    /// and the same bits on every engine: it uses IEEE operations and powers of two only.
    /// <see cref="MathF.Exp"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>
    /// Range reduction by multiples of ln 2 in two parts (Cody and Waite 1980) and a minimax polynomial of degree 6,
    /// whose relative error is 0.05 units in the last place.
    /// </remarks>
    /// <param name="x">The exponent; above 88.73 the result is +∞, below −103.98 it is 0.</param>
    public static float Exp(float x)
    {
        const float Rounder = 12582912f; // 1.5 · 2²³: adding and subtracting it rounds to the nearest integer
        x = MathF.Min(MathF.Max(x, -104f), 89f);
        float n = MathF.FusedMultiplyAdd(x, 1.44269504f, Rounder) - Rounder;
        float r = MathF.FusedMultiplyAdd(n, -0.693359375f, x);
        r = MathF.FusedMultiplyAdd(n, 2.12194440e-4f, r);
        return Scale(ExpNearZero(r), n);
    }

    private static float ExpNearZero(float r)
    {
        float p = 1.3836748e-3f;
        p = MathF.FusedMultiplyAdd(p, r, 8.3691403e-3f);
        p = MathF.FusedMultiplyAdd(p, r, 4.1668106e-2f);
        p = MathF.FusedMultiplyAdd(p, r, 0.166665167f);
        p = MathF.FusedMultiplyAdd(p, r, 0.49999994f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        return MathF.FusedMultiplyAdd(p, r, 1f);
    }
}
