using Sgl.Generators.Ir;
using static Sgl.Generators.Surrogates.NormalDistribution;
using static Sgl.Generators.Surrogates.SurrogateNodes;

namespace Sgl.Generators.Surrogates;

/// <summary>Surrogates of one smooth formula, highest at the threshold and falling off to 0 on both sides.</summary>
internal static class BellSurrogates
{
    // MultiGaussian: how much of the bell its two flanks take away again, and how much wider they are.
    private const double Flank = 0.15;
    private const double Widening = 6;

    public static readonly SurrogateRow[] Rows =
    [
        new("Sigmoid", 4f, "α·σ(αx)·(1 − σ(αx))")
        {
            PrimitiveFormula = "σ(αx)",
            Derivative = (b, x, alpha) => LogisticSlope(b, alpha, x),
            Primitive = (x, alpha) => 1 / (1 + Math.Exp(-alpha * x)),
            Scaling = Scaling.Area,
            Peak = alpha => alpha / 4,
            Area = _ => 1,
        },

        new("ATan", 2f, "(1/π)·α/(1 + (αx)²)")
        {
            PrimitiveFormula = "arctan(αx)/π + ½",
            Derivative = (b, x, alpha) => b.Binary(
                Op.Divide, Times(b, alpha, 1 / Math.PI), OnePlus(b, Square(b, Product(b, alpha, x)))),
            Primitive = (x, alpha) => Math.Atan(alpha * x) / Math.PI + 0.5,
            Scaling = Scaling.Area,
            Peak = alpha => alpha / Math.PI,
            Area = _ => 1,
        },

        new("FastSigmoid", 10f, "1/(1 + |αx|)²")
        {
            PrimitiveFormula = "1/α + x/(1 + |αx|)",
            Derivative = (b, x, alpha) => b.Binary(
                Op.Divide, b.Constant(1f), Square(b, OnePlus(b, Distance(b, alpha, x)))),
            Primitive = (x, alpha) => (1 + alpha * x / (1 + Math.Abs(alpha * x))) / alpha,
            Scaling = Scaling.Peak,
            Peak = _ => 1,
            Area = alpha => 2 / alpha,
        },

        new("SoftSign", 2f, "1/(2α·(1/α + |x|)²)")
        {
            PrimitiveFormula = "½·(1 + αx/(1 + |αx|))",

            // (α/2)/(1 + |αx|)²: no α is divided by.
            Derivative = (b, x, alpha) => b.Binary(
                Op.Divide, Times(b, alpha, 0.5), Square(b, OnePlus(b, Distance(b, alpha, x)))),
            Primitive = (x, alpha) => (1 + alpha * x / (1 + Math.Abs(alpha * x))) / 2,
            Scaling = Scaling.Area,
            Peak = alpha => alpha / 2,
            Area = _ => 1,
        },

        new("Gaussian", 2f, "(α/√π)·exp(−(αx)²)")
        {
            PrimitiveFormula = "½·erfc(−αx)",
            Derivative = (b, x, alpha) => b.Binary(
                Op.Multiply,
                Times(b, alpha, 1 / Math.Sqrt(Math.PI)),
                Decay(b, Square(b, Product(b, alpha, x)))),
            Primitive = (x, alpha) => Integral(Math.Sqrt(2) * alpha * x),
            Scaling = Scaling.Area,
            Peak = alpha => alpha / Math.Sqrt(Math.PI),
            Area = _ => 1,
        },

        new("Exponential", 1f, "(α/2)·exp(−|αx|)")
        {
            PrimitiveFormula = "½·exp(αx) where x < 0, else 1 − ½·exp(−αx)",
            Derivative = (b, x, alpha) => b.Binary(
                Op.Multiply, Times(b, alpha, 0.5), Decay(b, Distance(b, alpha, x))),
            Primitive = (x, alpha) => x < 0 ? Math.Exp(alpha * x) / 2 : 1 - Math.Exp(-alpha * x) / 2,
            Scaling = Scaling.Area,
            Peak = alpha => alpha / 2,
            Area = _ => 1,
        },

        new("Tanh", 1f, "(α/2)·sech²(αx)")
        {
            PrimitiveFormula = "½·(1 + tanh(αx))",

            // sech²(z) = 4e/(1 + e)² with e = exp(−2|z|).
            Derivative = (b, x, alpha) => LogisticSlope(b, Times(b, alpha, 2), x),
            Primitive = (x, alpha) => (1 + Math.Tanh(alpha * x)) / 2,
            Scaling = Scaling.Area,
            Peak = alpha => alpha / 2,
            Area = _ => 1,
        },

        new("LogAbs", 1f, "1/(1/α + |x|)")
        {
            PrimitiveFormula = "ln(1 + αx) where x ≥ 0, else −ln(1 − αx)",

            // α/(1 + |αx|): no α is divided by.
            Derivative = (b, x, alpha) => b.Binary(Op.Divide, alpha, OnePlus(b, Distance(b, alpha, x))),
            Primitive = (x, alpha) => Math.Sign(x) * Math.Log(1 + Math.Abs(alpha * x)),
            Scaling = Scaling.Area,
            Peak = alpha => alpha,
            Area = _ => double.PositiveInfinity,
        },

        new("QPseudoSpike", 2f, "(1 + 2|x|/(α − 1))^(−α)")
        {
            PrimitiveFormula = "½·(1 − 2x/(α − 1))^(1 − α) where x < 0, else 1 − ½·(1 + 2x/(α − 1))^(1 − α)",
            Derivative = (b, x, alpha) => QPseudoSpike(b, x, b[alpha].Value),
            Primitive = (x, alpha) =>
            {
                double tail = Math.Pow(1 + 2 * Math.Abs(x) / (alpha - 1), 1 - alpha) / 2;
                return x < 0 ? tail : 1 - tail;
            },
            Scaling = Scaling.Other,
            Peak = _ => 1,
            Area = _ => 1,
            AlphaAbove = 1f,
        },

        new("MultiGaussian", 2f, "1.15·N(x; 0, σ) − 0.15·N(x; σ, 6σ) − 0.15·N(x; −σ, 6σ), σ = 1/α")
        {
            PrimitiveFormula = "1.15·Φ(αx) − 0.15·Φ((αx − 1)/6) − 0.15·Φ((αx + 1)/6)",
            Derivative = MultiGaussian,
            Primitive = (x, alpha) => (1 + Flank) * Integral(alpha * x)
                - Flank * Integral((alpha * x - 1) / Widening) - Flank * Integral((alpha * x + 1) / Widening),
            Scaling = Scaling.Area,
            Peak = alpha => alpha / Math.Sqrt(2 * Math.PI)
                * (1 + Flank - 2 * Flank / Widening * Math.Exp(-1 / (2 * Widening * Widening))),
            Area = _ => 1 - Flank,
        },
    ];

    /// <summary>
    /// exp(−α·ln(1 + t)) with t = 2|x|/(α − 1). A small t loses its low bits in 1 + t; to first order, what it lost
    /// over 1 + t is what the logarithm lacks.
    /// </summary>
    private static int QPseudoSpike(GraphBuilder b, int x, float alpha)
    {
        int t = b.Binary(Op.Multiply, Number(b, 2 / ((double)alpha - 1)), b.Unary(Op.Abs, x));
        b.Name(t, "t");
        int sum = OnePlus(b, t);
        int lost = b.Binary(Op.Subtract, t, b.Binary(Op.Subtract, sum, b.Constant(1f)));
        int rest = b.Select(
            b.Binary(Op.Less, t, b.Constant(1f)), b.Binary(Op.Divide, lost, sum), b.Constant(0f));
        int log = b.Binary(Op.Add, b.Unary(Op.Log, sum), rest);
        return Decay(b, b.Binary(Op.Multiply, b.Constant(alpha), log));
    }

    private static int MultiGaussian(GraphBuilder b, int x, int alpha)
    {
        int z = Product(b, alpha, x);
        int bell = b.Binary(Op.Multiply, Number(b, 1 + Flank), Normal(z, 1));
        int flanks = b.Binary(
            Op.Add,
            Normal(b.Binary(Op.Subtract, z, b.Constant(1f)), Widening),
            Normal(b.Binary(Op.Add, z, b.Constant(1f)), Widening));
        int shape = b.Binary(Op.Subtract, bell, b.Binary(Op.Multiply, Number(b, Flank / Widening), flanks));
        return b.Binary(Op.Multiply, Times(b, alpha, 1 / Math.Sqrt(2 * Math.PI)), shape);

        int Normal(int u, double width) =>
            Decay(b, b.Binary(Op.Multiply, Number(b, 1 / (2 * width * width)), Square(b, u)));
    }
}
