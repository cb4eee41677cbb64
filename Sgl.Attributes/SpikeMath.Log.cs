namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// The natural logarithm of <paramref name="x"/>, within 2 units in the last place over the whole range (measured:
    /// 0.83), and the same bits on every engine. <see cref="MathF.Log(float)"/> in a <c>Step</c> means this function in
    /// the kernels.
    /// </summary>
    /// <remarks>
    /// x = m·2ᵉ with m from √½ to √2; ln m by the polynomial of degree 9 of the Cephes library's <c>logf</c> (Moshier),
    /// plus e·ln 2 in two parts.
    /// </remarks>
    /// <param name="x">−∞ at 0, NaN below it.</param>
    public static float Log(float x)
    {
        float m = Mantissa(x, out float e);
        float f = m - 1f;
        float z = f * f;
        float p = 7.0376836292e-2f;
        p = p * f + -1.1514610310e-1f;
        p = p * f + 1.1676998740e-1f;
        p = p * f + -1.2420140846e-1f;
        p = p * f + 1.4249322787e-1f;
        p = p * f + -1.6668057665e-1f;
        p = p * f + 2.0000714765e-1f;
        p = p * f + -2.4999993993e-1f;
        p = p * f + 3.3333331174e-1f;
        float y = f * z * p + -2.12194440e-4f * e - 0.5f * z;
        float log = f + y + 0.693359375f * e;

        float finite = x > 0f ? log : x == 0f ? float.NegativeInfinity : float.NaN;
        return x == float.PositiveInfinity ? x : finite;
    }
}
