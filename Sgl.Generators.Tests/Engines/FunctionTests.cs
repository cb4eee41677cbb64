using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Sgl.Tests.Models;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>Functions are accurate over the whole range, and the same in plain C#, in the IR and in the kernels.</summary>
[Slow(15)]
public class FunctionTests
{
    // Primes, so that all exponents and all kinds of mantissa are met.
    private const uint Stride = 40_009;
    private const uint DenseStride = 1_009;

    private delegate void Kernel(int steps, int neurons, ReadOnlySpan<float> x, Span<float> output);

    private static readonly Dictionary<string, (Func<float, float> Plain, Kernel Kernel)> Functions = new()
    {
        ["Exp"] = (SpikeMath.Exp, (t, n, x, y) => ExpOnly.Forward(t, n, x, y)),
        ["Log"] = (SpikeMath.Log, (t, n, x, y) => LogOnly.Forward(t, n, x, y)),
        ["Tanh"] = (SpikeMath.Tanh, (t, n, x, y) => TanhOnly.Forward(t, n, x, y)),
        ["Sigmoid"] = (SpikeMath.Sigmoid, (t, n, x, y) => SigmoidOnly.Forward(t, n, x, y)),
        ["Sin"] = (SpikeMath.Sin, (t, n, x, y) => SinOnly.Forward(t, n, x, y)),
        ["Cos"] = (SpikeMath.Cos, (t, n, x, y) => CosOnly.Forward(t, n, x, y)),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Fact]
    public void Every_function_with_a_body_is_tested() =>
        Assert.Equal(
            FunctionTable.All.Where(function => function is { Body: not null, Arity: 1 }).Select(function => function.Name).Order(),
            Functions.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_within_two_ulp_over_the_whole_range(string name)
    {
        Func<double[], double> meaning = FunctionTable.All.Single(function => function.Name == name).Meaning!;
        double worst = 0;
        float at = 0;
        foreach (float x in Floats(DenseStride))
        {
            double exact = meaning([x]);
            float actual = Functions[name].Plain(x);
            if (double.IsNaN(exact)) Assert.True(float.IsNaN(actual), $"{name}({x:R}) is {actual:R}, not NaN");
            else if (Math.Abs(exact) > float.MaxValue)
                Assert.True(Math.Sign(exact) * actual >= float.MaxValue, $"{name}({x:R}) is {actual:R}, not {exact:R}");
            else
            {
                double error = Math.Abs(actual - exact) / Ulp(exact);
                if (!(error <= worst)) (worst, at) = (error, x);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst:F3} ulp at {at:R}");
        Assert.True(worst is >= 0.4 and <= 2, $"{name}({at:R}) is {worst:F2} ulp off");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_the_same_bits_in_plain_csharp_the_graph_and_the_kernel(string name)
    {
        float[] x = [.. Floats()];
        var kernel = new float[x.Length];
        Functions[name].Kernel(1, x.Length, x, kernel);
        var interpreter = new Interpreter(Precision.Single);
        Op op = FunctionTable.All.Single(function => function.Name == name).Op!.Value;
        var node = new Node(op, Generators.Ir.ValueType.Float, new[] { 0 }.ToEquatableArray());
        Same.Bits(name, [[.. x.Select(Functions[name].Plain)]], [kernel]);
        Same.Bits(name, [kernel], [[.. x.Select(value => (float)interpreter.Apply(node, [value]))]]);
    }

    /// <summary>Of the exponents of <see cref="PowOnly"/>, and of simple ones that need no logarithm.</summary>
    [Fact]
    public void Powers_are_within_two_ulp_and_the_same_everywhere()
    {
        float[] exponents = [-2f, -0.5f, 0.5f, 1.5f, 3f, 7f, 20f, 0.1f, -3f, 2f, 1f, -1f];
        float[] x = [.. Floats()];
        float[][] kernel = [.. exponents.Select(_ => new float[x.Length])];
        PowOnly.Forward(
            1, x.Length, x, kernel[0], kernel[1], kernel[2], kernel[3], kernel[4], kernel[5], kernel[6], kernel[7], kernel[8],
            kernel[9], kernel[10], kernel[11]);
        Same.Bits("plain", [.. exponents.Select(y => x.Select(value => SpikeMath.Pow(value, y)).ToArray())], kernel);

        var interpreter = new Interpreter(Precision.Single);
        Graph step = TestModel.Of("Functions", "PowOnly").Model.Step;
        for (int i = 0; i < x.Length; i += 29)
        {
            double[] values = interpreter.Evaluate(step, _ => x[i]);
            float[] graph = [.. step.ResultsOf(ResultKind.Output).Select(result => (float)values[result.Value])];
            Same.Bits($"graph at {x[i]:R}", [[.. kernel.Select(powers => powers[i])]], [graph]);
        }

        double worst = 0;
        foreach (float y in exponents.Concat([0f, 33f, -41f, 0.001f, 1e-20f, 1e20f, -1e20f]))
            foreach (float value in x)
                worst = Math.Max(worst, PowerError(value, y));
        TestContext.Current.TestOutputHelper?.WriteLine($"Pow: {worst:F3} ulp");
        Assert.InRange(worst, 0.4, 2);
    }

    private static double PowerError(float x, float y)
    {
        double exact = Math.Pow(x, y);
        float actual = SpikeMath.Pow(x, y);
        if (double.IsNaN(exact) != float.IsNaN(actual)) Assert.Fail($"{x:R}^{y:R} is {actual:R}, not {exact:R}");
        if (double.IsNaN(exact)) return 0;
        if (Math.Abs(exact) > float.MaxValue)
        {
            Assert.True(Math.Sign(exact) * actual >= float.MaxValue, $"{x:R}^{y:R} is {actual:R}, not {exact:R}");
            return 0;
        }

        if (exact == 0) Assert.Equal(double.IsNegative(exact), float.IsNegative(actual));
        double error = Math.Abs(actual - exact) / (exact == 0 ? float.Epsilon : Ulp(exact));
        if (error > 2) Assert.Fail($"{x:R}^{y:R} is {actual:R}, not {exact:R}: {error:F2} ulp");
        return error;
    }

    [Theory]
    [InlineData("Exp", 0f, 1f)]
    [InlineData("Exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("Sin", -0f, -0f)]
    [InlineData("Tanh", -0f, -0f)]
    [InlineData("Log", -0f, float.NegativeInfinity)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    public void Has_its_exact_values(string name, float x, float expected) => Assert.Equal(
        BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Functions[name].Plain(x)));

    [Theory]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Tanh")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    public void MathF_means_the_same_function(string name)
    {
        string source = $$"""
            [Surrogate(Kind.None)] public partial class A { public float Step(float x) => MathF.{{name}}(x); }
            [Surrogate(Kind.None)] public partial class B { public float Step(float x) => SpikeMath.{{name}}(x); }
            """;
        TestModel[] models = TestModel.FromText(source, "A", "B");
        Assert.Equal(models[1].Model.Step, models[0].Model.Step);
    }

    private static IEnumerable<float> Floats(uint stride = Stride)
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += stride)
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
        foreach (float x in new[] { 0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon })
            yield return x;
        float[] special =
        [
            88.7228f, -87.33655f, -103.97f, -104f, 89f, 4.157294f, 0.625f, 1f, 1.41421356f, 0.70710678f, 0.785398163f,
            1.17549435e-38f, float.MaxValue, 16777216f, 2.5e9f,
        ];
        IEnumerable<float> multiples = Enumerable.Range(1, 2000).Select(n => (float)(n * Math.PI / 2))
            .Concat(Enumerable.Range(1, 120).Select(k => (float)(Math.PI / 2 * Math.Pow(2, k))));
        foreach (float centre in special.Concat(multiples))
            for (int i = -3; i <= 3; i++)
            {
                float x = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(centre) + i);
                yield return x;
                yield return -x;
            }
    }

    /// <summary>The distance between floats around a value; below the normal range it is constant.</summary>
    private static double Ulp(double value) =>
        Math.Pow(2, Math.Max(Math.Floor(Math.Log2(Math.Abs(value))), -126) - 23);
}
