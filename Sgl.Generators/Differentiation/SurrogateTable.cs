using Sgl.Generators.Ir;

namespace Sgl.Generators.Differentiation;

/// <summary>A surrogate derivative: one row says all that the compiler knows of it.</summary>
/// <param name="Kind">The member of <c>Sgl.Kind</c>.</param>
/// <param name="DefaultAlpha">The steepness where the model names none.</param>
/// <param name="Formula">S̃′(x) as text.</param>
/// <param name="Derivative">Builds S̃′ from a builder, the node of x and the steepness.</param>
/// <param name="Primitive">S̃ of x and the steepness, in double; S̃(−∞) = 0 where its area is finite.</param>
internal sealed record SurrogateRow(
    string Kind,
    float DefaultAlpha,
    string Formula,
    Func<GraphBuilder, int, float, int> Derivative,
    Func<double, double, double> Primitive);

/// <summary>The surrogates, one definition each: kernels, interpreter and tests all read it here.</summary>
internal static class SurrogateTable
{
    /// <summary>The kind whose derivative is zero: no gradient passes its spikes.</summary>
    public const string None = "None";

    public static readonly SurrogateRow[] Rows =
    [
        new(
            None,
            1f,
            "0",
            (b, _, _) => b.Constant(0f),
            (x, _) => x >= 0 ? 1 : 0),

        // σ(1 − σ) = e/(1 + e)² with e = exp(−|αx|), which overflows for no x.
        new(
            "Sigmoid",
            4f,
            "α·σ(αx)·(1 − σ(αx))",
            (b, x, alpha) =>
            {
                int e = b.Unary(Op.Exp, b.Unary(Op.Negate, b.Unary(Op.Abs, Scale(b, alpha, x))));
                b.Name(e, "e");
                int onePlus = b.Binary(Op.Add, b.Constant(1f), e);
                return b.Binary(Op.Divide, Scale(b, alpha, e), Square(b, onePlus));
            },
            (x, alpha) => 1 / (1 + Math.Exp(-alpha * x))),

        new(
            "ATan",
            2f,
            "(1/π)·α/(1 + (αx)²)",
            (b, x, alpha) => b.Binary(
                Op.Divide,
                b.Constant((float)(alpha / Math.PI)),
                b.Binary(Op.Add, b.Constant(1f), Square(b, Scale(b, alpha, x)))),
            (x, alpha) => Math.Atan(alpha * x) / Math.PI + 0.5),

        new(
            "FastSigmoid",
            10f,
            "1/(1 + |αx|)²",
            (b, x, alpha) => b.Binary(
                Op.Divide,
                b.Constant(1f),
                Square(b, b.Binary(Op.Add, b.Constant(1f), b.Unary(Op.Abs, Scale(b, alpha, x))))),
            (x, alpha) => (1 + alpha * x / (1 + Math.Abs(alpha * x))) / alpha),
    ];

    public static SurrogateRow? Find(string kind) => Array.Find(Rows, row => row.Kind == kind);

    public static SurrogateRow Get(string kind) =>
        Find(kind) ?? throw new InvalidOperationException($"There is no surrogate '{kind}'.");

    public static int Derivative(GraphBuilder builder, int x, Surrogate surrogate) =>
        Get(surrogate.Kind).Derivative(builder, x, surrogate.Alpha);

    public static double Primitive(Surrogate surrogate, double x) => Get(surrogate.Kind).Primitive(x, surrogate.Alpha);

    private static int Scale(GraphBuilder b, float factor, int x) =>
        factor == 1f ? x : b.Binary(Op.Multiply, b.Constant(factor), x);

    private static int Square(GraphBuilder b, int x) => b.Binary(Op.Multiply, x, x);
}
