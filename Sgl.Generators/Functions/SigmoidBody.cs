using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Sigmoid</c>.</summary>
internal static class SigmoidBody
{
    public static Graph Build()
    {
        var b = new BodyBuilder();
        int e = b.Named("e", b.Apply(Op.Exp, b.Apply(Op.Negate, b.Apply(Op.Abs, b.X))));
        int numerator = b.Select(b.Is(b.X, Op.Less, 0f), e, b.Number(1f));
        return b.Return(b.Divide(numerator, b.Add(b.Number(1f), e)));
    }
}
