using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Log</c> (polynomial of Cephes' logf).</summary>
internal static class LogBody
{
    public static Graph Build()
    {
        var b = new BodyBuilder();
        (int m, int e) = MantissaBody.Build(b, b.X);
        int f = b.Named("f", b.Subtract(m, b.Number(1f)));
        int z = b.Named("z", b.Multiply(f, f));
        int p = b.Polynomial(
            f,
            7.0376836292e-2f,
            -1.1514610310e-1f,
            1.1676998740e-1f,
            -1.2420140846e-1f,
            1.4249322787e-1f,
            -1.6668057665e-1f,
            2.0000714765e-1f,
            -2.4999993993e-1f,
            3.3333331174e-1f);
        int y = b.Add(b.Multiply(b.Multiply(f, z), p), b.Multiply(b.Number(-2.12194440e-4f), e));
        y = b.Named("y", b.Subtract(y, b.Multiply(b.Number(0.5f), z)));
        int log = b.Named("log", b.Add(b.Add(f, y), b.Multiply(b.Number(0.693359375f), e)));

        int atMostZero = b.Select(b.Is(b.X, Op.Equal, 0f), b.Number(float.NegativeInfinity), b.Number(float.NaN));
        int finite = b.Named("finite", b.Select(b.Is(b.X, Op.Greater, 0f), log, atMostZero));
        return b.Return(b.Select(b.Is(b.X, Op.Equal, float.PositiveInfinity), b.X, finite));
    }
}
