using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Sin</c> and <c>SpikeMath.Cos</c> (polynomials of Cephes' sinf and cosf).</summary>
internal static class SineBody
{
    public static Graph BuildSine() => Build((b, quadrant, isOdd, sine, cosine) => (
        b.Select(isOdd, cosine, sine), b.Is(quadrant, Op.GreaterOrEqual, 2f)));

    public static Graph BuildCosine() => Build((b, quadrant, isOdd, sine, cosine) => (
        b.Select(isOdd, sine, cosine), b.Or(b.Is(quadrant, Op.Equal, 1f), b.Is(quadrant, Op.Equal, 2f))));

    private static Graph Build(Func<BodyBuilder, int, int, int, int, (int Value, int IsNegative)> choose)
    {
        var b = new BodyBuilder();
        int r = b.Named("r", b.Apply(Op.Reduce, b.X));
        int quadrant = b.Named("quadrant", b.Apply(Op.Quadrant, b.X));
        int z = b.Named("z", b.Multiply(r, r));
        int p = b.Polynomial(z, -1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f);
        int notZero = b.Add(b.Multiply(b.Multiply(p, z), r), r);
        int sine = b.Named("sine", b.Select(b.Is(r, Op.Equal, 0f), r, notZero));
        int q = b.Polynomial(z, 2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f);
        int half = b.Multiply(b.Number(0.5f), z);
        int cosine = b.Named(
            "cosine", b.Add(b.Subtract(b.Multiply(q, b.Multiply(z, z)), half), b.Number(1f)));
        int isOdd = b.Named("isOdd", b.Or(b.Is(quadrant, Op.Equal, 1f), b.Is(quadrant, Op.Equal, 3f)));
        (int value, int isNegative) = choose(b, quadrant, isOdd, sine, cosine);
        b.Named("value", value);
        return b.Return(b.Select(isNegative, b.Apply(Op.Negate, value), value));
    }
}
