using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The very operations of <c>SpikeMath.Exp</c> in Sgl.Attributes (range reduction by Cody and Waite, polynomial
/// of Cephes' expf); a test holds the two together.
/// </summary>
internal static class ExpBody
{
    public static Graph Build()
    {
        var b = new GraphBuilder();
        int rounder = b.Constant(12582912f);
        int argument = b.Leaf(Op.Input, 0, "x");

        int tooLow = b.Binary(Op.Less, argument, b.Constant(-104f));
        int atLeast = Named("atLeast", b.Select(tooLow, b.Constant(-104f), argument));
        int x = Named("clamped", b.Select(b.Binary(Op.Greater, argument, b.Constant(89f)), b.Constant(89f), atLeast));

        int n = Named("n", Round(Multiply(x, b.Constant(1.44269504f))));
        int r = b.Binary(Op.Subtract, x, Multiply(n, b.Constant(0.693359375f)));
        r = Named("r", b.Binary(Op.Subtract, r, Multiply(n, b.Constant(-2.12194440e-4f))));

        int p = b.Constant(1.9875691500e-4f);
        float[] coefficients =
            [1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f];
        foreach (float coefficient in coefficients) p = Named("p", Add(Multiply(p, r), b.Constant(coefficient)));
        p = Named("p", Add(Add(Multiply(p, Multiply(r, r)), r), b.Constant(1f)));

        int half = Named("half", Round(Multiply(n, b.Constant(0.5f))));
        int scaled = Multiply(p, b.Unary(Op.PowerOfTwo, half));
        int result = Multiply(scaled, b.Unary(Op.PowerOfTwo, b.Binary(Op.Subtract, n, half)));
        b.AddResult(ResultKind.Output, 0, result);
        return b.Build();

        int Add(int left, int right) => b.Binary(Op.Add, left, right);
        int Multiply(int left, int right) => b.Binary(Op.Multiply, left, right);
        int Round(int value) => b.Binary(Op.Subtract, Add(value, rounder), rounder);
        int Named(string name, int value)
        {
            b.Name(value, name);
            return value;
        }
    }
}
