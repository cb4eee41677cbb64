using Sgl.Generators.Ir;

namespace Sgl.Generators.Surrogates;

/// <summary>The nodes that surrogates are built of.</summary>
internal static class SurrogateNodes
{
    public static int Number(GraphBuilder b, double value) => b.Constant((float)value);

    /// <summary>α times a number: one constant where α is one, rounded once.</summary>
    public static int Times(GraphBuilder b, int alpha, double factor) => b[alpha].Op == Op.Constant
        ? Number(b, b[alpha].Value * factor)
        : b.Binary(Op.Multiply, alpha, Number(b, factor));

    /// <summary>αx.</summary>
    public static int Product(GraphBuilder b, int alpha, int x) =>
        b[alpha] is { Op: Op.Constant, Value: 1f } ? x : b.Binary(Op.Multiply, alpha, x);

    /// <summary>|αx|.</summary>
    public static int Distance(GraphBuilder b, int alpha, int x) => b.Unary(Op.Abs, Product(b, alpha, x));

    public static int OnePlus(GraphBuilder b, int x) => b.Binary(Op.Add, b.Constant(1f), x);

    public static int OneMinus(GraphBuilder b, int x) => b.Binary(Op.Subtract, b.Constant(1f), x);

    public static int Square(GraphBuilder b, int x) => b.Binary(Op.Multiply, x, x);

    /// <summary>e⁻ˣ of an x ≥ 0, which overflows for none and is 0 at ∞.</summary>
    public static int Decay(GraphBuilder b, int x)
    {
        int e = b.Unary(Op.Exp, b.Unary(Op.Negate, x));
        b.Name(e, "e");
        return e;
    }

    /// <summary>α·σ(αx)·(1 − σ(αx)) = α·e/(1 + e)² with e = exp(−|αx|).</summary>
    public static int LogisticSlope(GraphBuilder b, int alpha, int x)
    {
        int e = Decay(b, Distance(b, alpha, x));
        return b.Binary(Op.Divide, Product(b, alpha, e), Square(b, OnePlus(b, e)));
    }

    /// <summary>One value where |αx| is below a limit, another elsewhere, also for NaN.</summary>
    public static int Within(GraphBuilder b, int alpha, int x, Op isBelow, float limit, int inside, int outside) =>
        b.Select(b.Binary(isBelow, Distance(b, alpha, x), b.Constant(limit)), inside, outside);
}
