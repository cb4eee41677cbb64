using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Sigmoid</c>.</summary>
internal static class SigmoidBody
{
    public static Graph Build()
    {
        var b = new BodyBuilder();
        int e = b.Named("e", b.Apply(Op.Exp, b.Apply(Op.Negate, b.Apply(Op.Abs, b.X))));
        int isNegative = b.Named("isNegative", b.Is(b.X, Op.Less, 0f));
        int numerator = b.Select(isNegative, e, b.Number(1f));
        int quotient = b.Named("quotient", b.Divide(numerator, b.Add(b.Number(1f), e)));
        return b.Return(b.Select(isNegative, b.Subtract(e, b.Multiply(e, quotient)), quotient));
    }
}
