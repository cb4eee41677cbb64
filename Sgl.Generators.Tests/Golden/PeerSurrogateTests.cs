using System.Text.Json;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Surrogates against other libraries' and against what mathematics says of them.</summary>
public class PeerSurrogateTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 200).Select(i => -4.0123 + 0.0411 * i)];

    public static TheoryData<string, float> Kinds
    {
        get
        {
            var data = new TheoryData<string, float>();
            foreach (SurrogateRow row in SurrogateTable.Rows)
                foreach (float alpha in new[] { row.DefaultAlpha, 0.5f, 25f }) data.Add(row.Kind, alpha);
            return data;
        }
    }

    // The same derivative under the peers' names. In double ATan is off by that of π as a float.
    [Theory]
    [InlineData("ATan", MathF.PI, "snntorch.atan()", 1e-7)]
    [InlineData("ATan", MathF.PI, "spikingjelly.ATan(alpha=2.0)", 1e-7)]
    [InlineData("Sigmoid", 25f, "snntorch.sigmoid()", 1e-14)]
    [InlineData("Sigmoid", 4f, "spikingjelly.Sigmoid(alpha=4.0)", 1e-14)]
    [InlineData("FastSigmoid", 25f, "snntorch.fast_sigmoid()", 1e-14)]
    [InlineData("FastSigmoid", 100f, "norse.super(alpha=100.0)", 1e-14)]
    [InlineData("FastSigmoid", 1f, "spikingjelly.SuperSpike(alpha=1.0)", 1e-14)]
    [InlineData("FastSigmoid", 2f, "spikingjelly.SoftSign(alpha=2.0)", 1e-14)]
    public void Derivative_is_the_peer_s(string kind, float alpha, string peer, double tolerance)
    {
        (double[] grid, double[] expected) = Peer(peer, "grad");
        Near.Largest(tolerance, peer, expected, Derivatives(Precision.Double, kind, alpha, grid));
        Near.Largest(5e-7, peer, expected, Derivatives(Precision.Single, kind, alpha, grid));
    }

    [Theory]
    [InlineData("ATan", Math.PI, "spikingjelly.ATan(alpha=2.0).primitive")]
    [InlineData("Sigmoid", 4, "spikingjelly.Sigmoid(alpha=4.0).primitive")]
    [InlineData("FastSigmoid", 2, "spikingjelly.SoftSign(alpha=2.0).primitive")]
    public void Primitive_is_the_peer_s(string kind, double alpha, string peer)
    {
        (double[] grid, double[] expected) = Peer(peer, "forward");
        SurrogateRow row = SurrogateTable.Get(kind);
        Near.Largest(1e-14, peer, expected, [.. grid.Select(x => row.Primitive(x, alpha))]);
    }

    /// <summary>snnTorch's formula, in float32, is ∞/∞ below −3.55: its issue 427. Ours underflows to 0.</summary>
    [Fact]
    public void Sigmoid_is_finite_where_snnTorch_s_is_not()
    {
        foreach (float x in new[] { -3.6f, -4f, -100f })
        {
            float e = MathF.Exp(-25f * x);
            Assert.True(float.IsNaN(25f * e / ((e + 1f) * (e + 1f))));
            Assert.InRange(Derivative(Precision.Single, "Sigmoid", 25f, x), 0, 1e-37);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_is_that_of_the_primitive(string kind, float alpha)
    {
        const double Delta = 1e-5;
        SurrogateRow row = SurrogateTable.Get(kind);
        double Slope(double x) => (row.Primitive(x + Delta, alpha) - row.Primitive(x - Delta, alpha)) / (2 * Delta);
        double[] expected = [.. Grid.Select(Slope)];
        double[] actual = Derivatives(Precision.Double, kind, alpha, Grid);
        Near.Largest(1e-6, kind, expected, actual, magnitude: Peak(kind, alpha));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Area_and_peak_are_those_documented(string kind, float alpha)
    {
        // ∫ S̃′(x) dx over x = tan(θ)/α, by midpoints: heavy tails become smooth ends.
        const int Points = 20_000;
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double x = Math.Tan(Math.PI * ((i + 0.5) / Points - 0.5));
            sum += (1 + x * x) * Derivative(Precision.Double, kind, alpha, x / alpha);
        }

        Assert.Equal(Area(kind, alpha), sum * Math.PI / Points / alpha, 1e-6);
        Assert.Equal(Peak(kind, alpha), Derivative(Precision.Double, kind, alpha, 0), 1e-6);
        Assert.All(Grid, x => Assert.True(Derivative(Precision.Double, kind, alpha, x) <= Peak(kind, alpha)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_overflows_nowhere(string kind, float alpha)
    {
        foreach (float sign in new[] { -1f, 1f })
        {
            for (float x = 1e-40f; x < 2e30f; x *= 1.7f)
                Assert.InRange(Derivative(Precision.Single, kind, alpha, sign * x), 0, float.MaxValue);
            Assert.Equal(0, Derivative(Precision.Single, kind, alpha, sign * float.PositiveInfinity));
        }
    }

    // What the documentation of Sgl.Kind says.
    private static double Area(string kind, double alpha) => kind switch
    {
        "None" => 0,
        "Sigmoid" or "ATan" => 1,
        "FastSigmoid" => 2 / alpha,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "State the area of this kind."),
    };

    private static double Peak(string kind, double alpha) => kind switch
    {
        "None" => 0,
        "Sigmoid" => alpha / 4,
        "ATan" => alpha / Math.PI,
        "FastSigmoid" => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "State the peak of this kind."),
    };

    private static (double[] Grid, double[] Values) Peer(string name, string what)
    {
        JsonElement file = Sources.Vector("surrogates");
        return (file.At("grid").Numbers(), file.At("surrogates", name, what).Numbers());
    }

    private static double[] Derivatives(Precision precision, string kind, float alpha, double[] grid) =>
        [.. grid.Select(x => Derivative(precision, kind, alpha, x))];

    private static double Derivative(Precision precision, string kind, float alpha, double x) =>
        new Interpreter(precision).Apply(
            new Node(
                Op.SurrogateDerivative,
                Generators.Ir.ValueType.Float,
                new[] { 0, 1 }.ToEquatableArray(),
                Surrogate: new Surrogate(kind)),
            [x, alpha]);
}
