namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// e raised to <paramref name="x"/>, within 2 units in the last place over the whole range (measured: 0.99),
    /// and the same bits on every engine: it uses IEEE additions, multiplications and a power of two only.
    /// <see cref="MathF.Exp"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>
    /// Range reduction by multiples of ln 2 in two parts (Cody and Waite 1980) and the degree-5 minimax polynomial
    /// of the Cephes library's <c>expf</c> (Moshier).
    /// </remarks>
    /// <param name="x">The exponent; above 88.73 the result is +∞, below −103.98 it is 0.</param>
    public static float Exp(float x)
    {
        const float Rounder = 12582912f; // 1.5 · 2²³: adding and subtracting it rounds to the nearest integer
        x = x > 89f ? 89f : x < -104f ? -104f : x;
        float n = x * 1.44269504f + Rounder - Rounder;
        float r = x - n * 0.693359375f - n * -2.12194440e-4f;
        float p = ExpNearZero(r);

        // 2ⁿ in two factors, so that each is a normal number where n is below −126 or above 127.
        float half = n * 0.5f + Rounder - Rounder;
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    private static float ExpNearZero(float r)
    {
        float p = 1.9875691500e-4f;
        p = p * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        return p * (r * r) + r + 1f;
    }
}
