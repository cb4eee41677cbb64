using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The very operations of <c>SpikeMath.Exp</c> in Sgl.Attributes (range reduction by Cody and Waite, polynomial
/// of Cephes' expf); a test holds the two together, as it does for the other bodies.
/// </summary>
internal static class ExpBody
{
    private const float Rounder = 12582912f;

    public static Graph Build()
    {
        var b = new BodyBuilder();
        int atLeast = b.Named("atLeast", b.Select(b.Is(b.X, Op.Less, -104f), b.Number(-104f), b.X));
        int x = b.Named("clamped", b.Select(b.Is(b.X, Op.Greater, 89f), b.Number(89f), atLeast));

        int n = b.Named("n", Round(b.Multiply(x, b.Number(1.44269504f))));
        int r = b.Subtract(x, b.Multiply(n, b.Number(0.693359375f)));
        r = b.Named("r", b.Subtract(r, b.Multiply(n, b.Number(-2.12194440e-4f))));

        int p = NearZero(b, r);

        int half = b.Named("half", Round(b.Multiply(n, b.Number(0.5f))));
        int scaled = b.Multiply(p, b.Apply(Op.PowerOfTwo, half));
        return b.Return(b.Multiply(scaled, b.Apply(Op.PowerOfTwo, b.Subtract(n, half))));

        int Round(int value) => b.Subtract(b.Add(value, b.Number(Rounder)), b.Number(Rounder));
    }

    /// <summary>eʳ of an r from −½·ln 2 to ½·ln 2.</summary>
    public static int NearZero(BodyBuilder b, int r)
    {
        int p = b.Polynomial(
            r,
            1.9875691500e-4f,
            1.3981999507e-3f,
            8.3334519073e-3f,
            4.1665795894e-2f,
            1.6666665459e-1f,
            5.0000001201e-1f);
        return b.Named("p", b.Add(b.Add(b.Multiply(p, b.Multiply(r, r)), r), b.Number(1f)));
    }
}
