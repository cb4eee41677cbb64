namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// The sine of <paramref name="x"/>, within 2 units in the last place over the whole range (measured: 1.56), and
    /// the same bits on every engine. <see cref="MathF.Sin"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>
    /// x modulo π/2 in floats (after Payne and Hanek 1983), also for the largest ones, then the polynomials of the
    /// Cephes library's <c>sinf</c> and <c>cosf</c> (Moshier).
    /// </remarks>
    /// <param name="x">Radians; NaN for an infinite one.</param>
    public static float Sin(float x) => ShiftedSine(x, 0f);

    /// <summary>
    /// The cosine of <paramref name="x"/>, within 2 units in the last place over the whole range (measured: 1.56), and
    /// the same bits on every engine. <see cref="MathF.Cos"/> in a <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>As <see cref="Sin"/>.</remarks>
    /// <param name="x">Radians; NaN for an infinite one.</param>
    public static float Cos(float x) => ShiftedSine(x, 1f);

    /// <summary>sin(x + quarters·π/2).</summary>
    private static float ShiftedSine(float x, float quarters)
    {
        float r = Reduce(x, out float quadrant);
        float z = r * r;
        float p = -1.9515295891e-4f;
        p = p * z + 8.3321608736e-3f;
        p = p * z + -1.6666654611e-1f;
        float sine = r == 0f ? r : p * z * r + r; // keeps −0
        float q = 2.443315711809948e-5f;
        q = q * z + -1.388731625493765e-3f;
        q = q * z + 4.166664568298827e-2f;
        float cosine = q * (z * z) - 0.5f * z + 1f;

        float shifted = quadrant + quarters;
        float turned = shifted >= 4f ? shifted - 4f : shifted;
        float value = turned == 1f || turned == 3f ? cosine : sine;
        return turned >= 2f ? -value : value;
    }
}
