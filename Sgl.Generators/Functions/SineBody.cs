using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The operations of <c>SpikeMath.Sin</c> and <c>SpikeMath.Cos</c> (polynomials of Cephes' sinf and cosf): both are
/// the sine of x plus a number of quarter turns.
/// </summary>
internal static class SineBody
{
    public static Graph BuildSine() => Call(quarters: 0f);

    public static Graph BuildCosine() => Call(quarters: 1f);

    public static Graph BuildShifted()
    {
        var b = new BodyBuilder();
        int quarters = b.Argument(1, "quarters");
        (int r, int quadrant) = HalfPiReduction.Build(b);
        int z = b.Named("z", b.Multiply(r, r));
        int p = b.Polynomial(z, -1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f);
        int notZero = b.Add(b.Multiply(b.Multiply(p, z), r), r);
        int sine = b.Named("sine", b.Select(b.Is(r, Op.Equal, 0f), r, notZero));
        int q = b.Polynomial(z, 2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f);
        int half = b.Multiply(b.Number(0.5f), z);
        int cosine = b.Named(
            "cosine", b.Add(b.Subtract(b.Multiply(q, b.Multiply(z, z)), half), b.Number(1f)));

        int shifted = b.Named("shifted", b.Add(quadrant, quarters));
        int isFull = b.Is(shifted, Op.GreaterOrEqual, 4f);
        int turned = b.Named("turned", b.Select(isFull, b.Subtract(shifted, b.Number(4f)), shifted));
        int isOdd = b.Or(b.Is(turned, Op.Equal, 1f), b.Is(turned, Op.Equal, 3f));
        int value = b.Named("value", b.Select(isOdd, cosine, sine));
        return b.Return(b.Select(b.Is(turned, Op.GreaterOrEqual, 2f), b.Apply(Op.Negate, value), value));
    }

    private static Graph Call(float quarters)
    {
        var b = new BodyBuilder();
        return b.Return(b.Apply(Op.ShiftedSine, b.X, b.Number(quarters)));
    }
}
