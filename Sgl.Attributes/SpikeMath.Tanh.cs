namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// The hyperbolic tangent of <paramref name="x"/>, within 2 units in the last place over the whole range (measured:
    /// 1.35), and the same bits on every engine. <see cref="MathF.Tanh"/> in a <c>Step</c> means this function in the
    /// kernels.
    /// </summary>
    /// <remarks>
    /// Below 0.625 the odd polynomial of degree 11 of the Cephes library's <c>tanhf</c> (Moshier), else
    /// 1 − 2/(e²ˣ + 1).
    /// </remarks>
    /// <param name="x">Any number; ±1 at ±∞.</param>
    public static float Tanh(float x)
    {
        float magnitude = MathF.Abs(x);
        float z = x * x;
        float p = -5.70498872745e-3f;
        p = p * z + 2.06390887954e-2f;
        p = p * z + -5.37397155531e-2f;
        p = p * z + 1.33314422036e-1f;
        p = p * z + -3.33332819422e-1f;
        float small = x == 0f ? x : p * z * x + x; // keeps −0
        float large = 1f - 2f / (Exp(magnitude + magnitude) + 1f);
        return magnitude < 0.625f ? small : x < 0f ? -large : large;
    }
}
