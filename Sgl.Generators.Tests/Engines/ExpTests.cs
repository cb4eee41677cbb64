using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Sgl.Tests.Models;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>The exponential is accurate, and the same in plain C#, in the IR and in the kernels.</summary>
public class ExpTests
{
    // A prime, so that all exponents and all kinds of mantissa are met.
    private const uint Stride = 40_009;

    [Fact]
    public void Is_within_two_ulp_over_the_whole_range()
    {
        double worst = 0;
        foreach (float x in Floats())
        {
            double exact = Math.Exp(x);
            float actual = SpikeMath.Exp(x);
            if (float.IsNaN(x)) Assert.True(float.IsNaN(actual));
            else if (exact > float.MaxValue) Assert.True(actual >= float.MaxValue, $"exp({x:R}) is {actual:R}");
            else worst = Math.Max(worst, Math.Abs(actual - exact) / Ulp(exact));
        }

        Assert.InRange(worst, 0.5, 2);
    }

    [Fact]
    public void Has_the_same_bits_in_plain_csharp_the_graph_and_the_kernel()
    {
        float[] x = [.. Floats()];
        var kernel = new float[x.Length];
        Exponential.Forward(1, x.Length, x, kernel);
        var interpreter = new Interpreter(Precision.Single);
        var node = new Node(Op.Exp, Generators.Ir.ValueType.Float, new[] { 0 }.ToEquatableArray());
        Same.Bits("exp", [[.. x.Select(SpikeMath.Exp)]], [kernel]);
        Same.Bits("exp", [kernel], [[.. x.Select(value => (float)interpreter.Apply(node, [value]))]]);
    }

    [Fact]
    public void MathF_Exp_means_the_same_function()
    {
        const string Source = """
            [Surrogate(Kind.None)] public partial class A { public float Step(float x) => MathF.Exp(x); }
            [Surrogate(Kind.None)] public partial class B { public float Step(float x) => SpikeMath.Exp(x); }
            """;
        TestModel[] models = TestModel.FromText(Source, "A", "B");
        Assert.Equal(models[1].Model.Step, models[0].Model.Step);
    }

    private static IEnumerable<float> Floats()
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += Stride)
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
        foreach (float x in new[] { 0f, -0f, 88.7228f, 88.72284f, -87.33655f, -103.97f, -103.98f, -104f, 89f })
            yield return x;
        foreach (float x in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon })
            yield return x;
    }

    /// <summary>The distance between floats around a positive value; below the normal range it is constant.</summary>
    private static double Ulp(double value) =>
        Math.Pow(2, Math.Max(Math.Floor(Math.Log2(value)), -126) - 23);
}
