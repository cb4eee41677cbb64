using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Tanh</c> (polynomial of Cephes' tanhf).</summary>
internal static class TanhBody
{
    public static Graph Build()
    {
        var b = new BodyBuilder();
        int magnitude = b.Named("magnitude", b.Apply(Op.Abs, b.X));
        int z = b.Named("z", b.Multiply(b.X, b.X));
        int p = b.Polynomial(
            z, -5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f);
        int notZero = b.Add(b.Multiply(b.Multiply(p, z), b.X), b.X);
        int small = b.Named("small", b.Select(b.Is(b.X, Op.Equal, 0f), b.X, notZero));
        int e = b.Named("e", b.Apply(Op.Exp, b.Add(magnitude, magnitude)));
        int large = b.Named("large", b.Subtract(b.Number(1f), b.Divide(b.Number(2f), b.Add(e, b.Number(1f)))));
        int signed = b.Named("signed", b.Select(b.Is(b.X, Op.Less, 0f), b.Apply(Op.Negate, large), large));
        return b.Return(b.Select(b.Is(magnitude, Op.Less, 0.625f), small, signed));
    }
}
