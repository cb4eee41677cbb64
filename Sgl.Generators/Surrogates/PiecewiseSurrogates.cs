using Sgl.Generators.Ir;
using static Sgl.Generators.Surrogates.SurrogateNodes;

namespace Sgl.Generators.Surrogates;

/// <summary>Surrogates of straight pieces, or of another formula on each side of the threshold.</summary>
internal static class PiecewiseSurrogates
{
    private const double Leak = 0.01;

    public static readonly SurrogateRow[] Rows =
    [
        new("Triangle", 1f, "max(0, α − α²|x|)")
        {
            PrimitiveFormula = "½ + αx·(1 − ½·|αx|) where |αx| < 1, else 0 below and 1 above",
            Derivative = (b, x, alpha) => Product(
                b, alpha, b.Binary(Op.Max, b.Constant(0f), OneMinus(b, Distance(b, alpha, x)))),
            Primitive = (x, alpha) =>
            {
                double z = Clamp(alpha * x);
                return 0.5 + z * (1 - Math.Abs(z) / 2);
            },
            Scaling = Scaling.Area,
            Peak = alpha => alpha,
            Area = _ => 1,
        },

        new("Rectangle", 1f, "α where |x| < 1/(2α), else 0")
        {
            PrimitiveFormula = "min(max(0, αx + ½), 1)",
            Derivative = (b, x, alpha) => Within(b, alpha, x, Op.Less, 0.5f, alpha, b.Constant(0f)),
            Primitive = (x, alpha) => (1 + Clamp(2 * alpha * x)) / 2,
            Scaling = Scaling.Area,
            Peak = alpha => alpha,
            Area = _ => 1,
        },

        new("PiecewiseLeakyReLU", 1f, "α/2 where |x| < 1/α, else 0.01")
        {
            PrimitiveFormula = "½ + αx/2 where |x| < 1/α, else 0.01·(x + 1/α) below and 1 + 0.01·(x − 1/α) above",
            Derivative = (b, x, alpha) => Within(b, alpha, x, Op.Less, 1f, Times(b, alpha, 0.5), Number(b, Leak)),
            Primitive = (x, alpha) =>
            {
                double z = Clamp(alpha * x);
                return (1 + z) / 2 + Leak * (x - z / alpha);
            },
            Scaling = Scaling.Other,
            Peak = alpha => Math.Max(alpha / 2, Leak),
            Area = _ => double.PositiveInfinity,
        },

        new("S2NN", 4f, "α·σ(αx)·(1 − σ(αx)) where x < 0, else 1/(1 + x)")
        {
            PrimitiveFormula = "σ(αx) where x < 0, else ½ + ln(1 + x)",

            // With |x| there is no x at which the side that is not selected divides by 0.
            Derivative = (b, x, alpha) => b.Select(
                b.Binary(Op.Less, x, b.Constant(0f)),
                LogisticSlope(b, alpha, x),
                b.Binary(Op.Divide, b.Constant(1f), OnePlus(b, b.Unary(Op.Abs, x)))),
            Primitive = (x, alpha) => x < 0 ? 1 / (1 + Math.Exp(-alpha * x)) : 0.5 + Math.Log(1 + x),
            Scaling = Scaling.Other,
            Peak = alpha => Math.Max(alpha / 4, 1),
            Area = _ => double.PositiveInfinity,
        },

        new("StraightThrough", 1f, "1")
        {
            PrimitiveFormula = "x",
            Derivative = (b, _, _) => b.Constant(1f),
            Primitive = (x, _) => x,
            Scaling = Scaling.Other,
            Peak = _ => 1,
            Area = _ => double.PositiveInfinity,
        },
    ];

    private static double Clamp(double z) => Math.Min(Math.Max(z, -1), 1);
}
