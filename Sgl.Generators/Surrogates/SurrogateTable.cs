using Sgl.Generators.Ir;

namespace Sgl.Generators.Surrogates;

/// <summary>The surrogates, one definition each: kernels, interpreter, documentation and tests all read it here.</summary>
internal static class SurrogateTable
{
    /// <summary>The kind whose derivative is zero: no gradient passes its spikes.</summary>
    public const string None = "None";

    public static readonly SurrogateRow[] Rows =
    [
        new(None, 1f, "0")
        {
            Derivative = (b, _, _) => b.Constant(0f),
            Primitive = (x, _) => x >= 0 ? 1 : 0,
            Scaling = Scaling.Other,
            Peak = _ => 0,
            Area = _ => 0,
        },

        // σ(1 − σ) = e/(1 + e)² with e = exp(−|αx|), which overflows for no x.
        new("Sigmoid", 4f, "α·σ(αx)·(1 − σ(αx))")
        {
            Derivative = (b, x, alpha) =>
            {
                int e = b.Unary(Op.Exp, b.Unary(Op.Negate, b.Unary(Op.Abs, Product(b, alpha, x))));
                b.Name(e, "e");
                return b.Binary(Op.Divide, Product(b, alpha, e), Square(b, OnePlus(b, e)));
            },
            Primitive = (x, alpha) => 1 / (1 + Math.Exp(-alpha * x)),
            Scaling = Scaling.Area,
            Peak = alpha => alpha / 4,
            Area = _ => 1,
        },

        new("ATan", 2f, "(1/π)·α/(1 + (αx)²)")
        {
            Derivative = (b, x, alpha) => b.Binary(
                Op.Divide, Times(b, alpha, 1 / Math.PI), OnePlus(b, Square(b, Product(b, alpha, x)))),
            Primitive = (x, alpha) => Math.Atan(alpha * x) / Math.PI + 0.5,
            Scaling = Scaling.Area,
            Peak = alpha => alpha / Math.PI,
            Area = _ => 1,
        },

        new("FastSigmoid", 10f, "1/(1 + |αx|)²")
        {
            Derivative = (b, x, alpha) => b.Binary(
                Op.Divide, b.Constant(1f), Square(b, OnePlus(b, b.Unary(Op.Abs, Product(b, alpha, x))))),
            Primitive = (x, alpha) => (1 + alpha * x / (1 + Math.Abs(alpha * x))) / alpha,
            Scaling = Scaling.Peak,
            Peak = _ => 1,
            Area = alpha => 2 / alpha,
        },
    ];

    public static SurrogateRow? Find(string kind) => Array.Find(Rows, row => row.Kind == kind);

    public static SurrogateRow Get(string kind) =>
        Find(kind) ?? throw new InvalidOperationException($"There is no surrogate '{kind}'.");

    /// <summary>α times a number: one constant where α is one, rounded once.</summary>
    private static int Times(GraphBuilder b, int alpha, double factor) => b[alpha].Op == Op.Constant
        ? b.Constant((float)(b[alpha].Value * factor))
        : b.Binary(Op.Multiply, alpha, b.Constant((float)factor));

    private static int Product(GraphBuilder b, int alpha, int x) =>
        b[alpha] is { Op: Op.Constant, Value: 1f } ? x : b.Binary(Op.Multiply, alpha, x);

    private static int OnePlus(GraphBuilder b, int x) => b.Binary(Op.Add, b.Constant(1f), x);

    private static int Square(GraphBuilder b, int x) => b.Binary(Op.Multiply, x, x);
}
