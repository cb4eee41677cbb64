namespace Sgl.Generators.Ir;

/// <summary>A function of the model language: one row says all that the compiler knows of it.</summary>
/// <param name="Op">The operation it is in the IR.</param>
/// <param name="Name">What the helper is called in generated code.</param>
/// <param name="Spellings">The C# methods that mean it, as <c>Type.Method</c>.</param>
/// <param name="Body">Its value by IEEE operations only, of input 0: what every engine computes.</param>
/// <param name="Derivative">
/// From a builder, the node of the argument and that of the result: the node of the derivative.
/// </param>
internal sealed record Function(
    Op Op,
    string Name,
    string[] Spellings,
    Graph Body,
    Func<GraphBuilder, int, int, int> Derivative);

/// <summary>The functions of the model language.</summary>
internal static class FunctionTable
{
    public static readonly Function Exp = new(
        Op.Exp,
        "Exp",
        ["System.MathF.Exp", "Sgl.SpikeMath.Exp"],
        ExpBody(),
        (_, _, result) => result);

    public static readonly Function[] All = [Exp];

    public static Function? Find(Op op) => Array.Find(All, function => function.Op == op);

    /// <summary>
    /// The very operations of <c>SpikeMath.Exp</c> in Sgl.Attributes (range reduction by Cody and Waite, polynomial
    /// of Cephes' expf); a test holds the two together.
    /// </summary>
    private static Graph ExpBody()
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
