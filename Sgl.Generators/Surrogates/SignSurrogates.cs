using Sgl.Generators.Ir;
using static Sgl.Generators.Surrogates.SurrogateNodes;

namespace Sgl.Generators.Surrogates;

/// <summary>Surrogates of binarized networks: their primitives rise from −1 to 1, as the sign does.</summary>
internal static class SignSurrogates
{
    public static readonly SurrogateRow[] Rows =
    [
        new("SteSign", 1f, "1 where |αx| ≤ 1, else 0")
        {
            PrimitiveFormula = "min(max(−1/α, x), 1/α)",
            Derivative = (b, x, alpha) =>
                Within(b, alpha, x, Op.LessOrEqual, 1f, b.Constant(1f), b.Constant(0f)),
            Primitive = (x, alpha) => Math.Min(Math.Max(x, -1 / alpha), 1 / alpha),
            Scaling = Scaling.Peak,
            Peak = _ => 1,
            Area = alpha => 2 / alpha,
            IsSign = true,
        },

        new("ApproxSign", 1f, "max(0, 2α − 2α²|x|)")
        {
            PrimitiveFormula = "αx·(2 − |αx|) where |αx| < 1, else −1 below and 1 above",
            Derivative = (b, x, alpha) => b.Binary(
                Op.Multiply,
                Times(b, alpha, 2),
                b.Binary(Op.Max, b.Constant(0f), OneMinus(b, Distance(b, alpha, x)))),
            Primitive = (x, alpha) =>
            {
                double z = Math.Min(Math.Max(alpha * x, -1), 1);
                return z * (2 - Math.Abs(z));
            },
            Scaling = Scaling.Area,
            Peak = alpha => 2 * alpha,
            Area = _ => 2,
            IsSign = true,
        },

        new("SwishSign", 5f, "α·(2 − αx·tanh(αx/2))/(1 + cosh(αx))")
        {
            PrimitiveFormula = "2·σ(αx)·(1 + αx·(1 − σ(αx))) − 1",
            Derivative = SwishSign,
            Primitive = (x, alpha) =>
            {
                double sigma = 1 / (1 + Math.Exp(-alpha * x));
                return 2 * sigma * (1 + alpha * x * (1 - sigma)) - 1;
            },
            Scaling = Scaling.Area,
            Peak = alpha => alpha,
            Area = _ => 2,
            IsSign = true,
        },
    ];

    /// <summary>
    /// 2α·e/(1 + e)²·(2 − z·(1 − e)/(1 + e)) with z = |αx| and e = exp(−z). From z = 110 on e is 0; a larger z would
    /// become ∞·0.
    /// </summary>
    private static int SwishSign(GraphBuilder b, int x, int alpha)
    {
        int z = b.Binary(Op.Min, Distance(b, alpha, x), b.Constant(110f));
        b.Name(z, "z");
        int e = Decay(b, z);
        int bell = b.Binary(Op.Divide, b.Binary(Op.Multiply, Times(b, alpha, 2), e), Square(b, OnePlus(b, e)));
        int tanh = b.Binary(Op.Divide, OneMinus(b, e), OnePlus(b, e));
        return b.Binary(
            Op.Multiply, bell, b.Binary(Op.Subtract, b.Constant(2f), b.Binary(Op.Multiply, z, tanh)));
    }
}
