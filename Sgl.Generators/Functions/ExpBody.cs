using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The very operations of <c>SpikeMath.Exp</c> in Sgl.Attributes (range reduction by Cody and Waite, and a minimax
/// polynomial); a test holds the two together, as it does for the other bodies.
/// </summary>
internal static class ExpBody
{
    private const float Rounder = 12582912f;

    public static Graph Build()
    {
        var b = new BodyBuilder();
        int x = b.Named("clamped", b.Apply(Op.Min, b.Apply(Op.Max, b.X, b.Number(-104f)), b.Number(89f)));
        int rounded = b.MultiplyAdd(x, b.Number(1.44269504f), b.Number(Rounder));
        int n = b.Named("n", b.Subtract(rounded, b.Number(Rounder)));
        int rest = b.MultiplyAdd(n, b.Number(-0.693359375f), x);
        int r = b.Named("r", b.MultiplyAdd(n, b.Number(2.12194440e-4f), rest));
        return b.Return(b.Apply(Op.Scale, NearZero(b, r), n));
    }

    /// <summary>eʳ of an r from −½·ln 2 to ½·ln 2.</summary>
    public static int NearZero(BodyBuilder b, int r)
    {
        int p = b.Number(1.3836748e-3f);
        foreach (float coefficient in new[] { 8.3691403e-3f, 4.1668106e-2f, 0.166665167f, 0.49999994f, 1f, 1f })
            p = b.Named("p", b.MultiplyAdd(p, r, b.Number(coefficient)));
        return p;
    }
}
