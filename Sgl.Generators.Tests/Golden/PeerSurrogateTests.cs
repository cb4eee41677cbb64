using System.Text.Json;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Sgl.Tests.Surrogates;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Surrogates against those of other libraries, wherever they are the same under whatever name.</summary>
public class PeerSurrogateTests
{
    // In double ATan is off by that of π as a float, normalization by that of its factor.
    [Theory]
    [InlineData("ATan", MathF.PI, "snntorch.atan()", 1e-7)]
    [InlineData("ATan", MathF.PI, "spikingjelly.ATan(alpha=2.0)", 1e-7)]
    [InlineData("Sigmoid", 25f, "snntorch.sigmoid()", 1e-14)]
    [InlineData("Sigmoid", 4f, "spikingjelly.Sigmoid(alpha=4.0)", 1e-14)]
    [InlineData("FastSigmoid", 25f, "snntorch.fast_sigmoid()", 1e-14)]
    [InlineData("FastSigmoid", 100f, "norse.super(alpha=100.0)", 1e-14)]
    [InlineData("FastSigmoid", 1f, "spikingjelly.SuperSpike(alpha=1.0)", 1e-14)]
    [InlineData("SoftSign", 2f, "spikingjelly.SoftSign(alpha=2.0)", 1e-14)]
    [InlineData("Gaussian", 2f, "spikingjelly.Erf(alpha=2.0)", 1e-7)]
    [InlineData("Exponential", 1f, "spikingjelly.PiecewiseExp(alpha=1.0)", 1e-14)]
    [InlineData("Tanh", 2f, "norse.tanh(alpha=2.0)", 1e-14, nameof(Normalize.Peak))]
    [InlineData("LogAbs", 1f, "spikingjelly.NonzeroSignLogAbs(alpha=1.0)", 1e-14)]
    [InlineData("QPseudoSpike", 2f, "spikingjelly.QPseudoSpike(alpha=2.0)", 1e-14)]
    [InlineData("Triangle", 1f, "spikingjelly.PiecewiseQuadratic(alpha=1.0)", 1e-14)]
    [InlineData("Rectangle", 1f, "spikingjelly.Rect(alpha=1.0)", 1e-14)]
    [InlineData("PiecewiseLeakyReLU", 1f, "spikingjelly.PiecewiseLeakyReLU(w=1.0,c=0.01)", 1e-7)]
    [InlineData("S2NN", 4f, "spikingjelly.S2NN(alpha=4.0,beta=1.0)", 1e-14)]
    [InlineData("StraightThrough", 1f, "spikingjelly.DeterministicPass()", 0)]
    [InlineData("StraightThrough", 1f, "snntorch.straight_through_estimator()", 0)]
    public void Derivative_is_the_peer_s(
        string kind, float alpha, string peer, double tolerance, string normalize = nameof(Normalize.None))
    {
        (double[] grid, double[] expected) = Peer(peer, "grad");
        Normalization scale = Enum.Parse<Normalization>(normalize);
        Near.Largest(tolerance, peer, expected, Slopes(new Curve(kind, alpha, Precision.Double, scale)));
        Near.Largest(5e-7, peer, expected, Slopes(new Curve(kind, alpha, Precision.Single, scale)));

        double[] Slopes(Curve curve) => [.. grid.Select(curve.Slope)];
    }

    // S2NN's has 10⁻⁵ inside its logarithm.
    [Theory]
    [InlineData("ATan", MathF.PI, "spikingjelly.ATan(alpha=2.0).primitive", 1e-7)]
    [InlineData("Sigmoid", 4f, "spikingjelly.Sigmoid(alpha=4.0).primitive", 1e-14)]
    [InlineData("SoftSign", 2f, "spikingjelly.SoftSign(alpha=2.0).primitive", 1e-14)]
    [InlineData("Gaussian", 2f, "spikingjelly.Erf(alpha=2.0).primitive", 1e-14)]
    [InlineData("Exponential", 1f, "spikingjelly.PiecewiseExp(alpha=1.0).primitive", 1e-14)]
    [InlineData("LogAbs", 1f, "spikingjelly.NonzeroSignLogAbs(alpha=1.0).primitive", 1e-14)]
    [InlineData("QPseudoSpike", 2f, "spikingjelly.QPseudoSpike(alpha=2.0).primitive", 1e-14)]
    [InlineData("Triangle", 1f, "spikingjelly.PiecewiseQuadratic(alpha=1.0).primitive", 1e-14)]
    [InlineData("Rectangle", 1f, "spikingjelly.Rect(alpha=1.0).primitive", 1e-14)]
    [InlineData("PiecewiseLeakyReLU", 1f, "spikingjelly.PiecewiseLeakyReLU(w=1.0,c=0.01).primitive", 1e-14)]
    [InlineData("S2NN", 4f, "spikingjelly.S2NN(alpha=4.0,beta=1.0).primitive", 1e-5)]
    [InlineData("StraightThrough", 1f, "spikingjelly.DeterministicPass().primitive", 0)]
    [InlineData("StraightThrough", 1f, "spikingjelly.PoissonPass().primitive", 0)]
    public void Primitive_is_the_peer_s(string kind, float alpha, string peer, double tolerance)
    {
        (double[] grid, double[] expected) = Peer(peer, "forward");
        Near.Largest(tolerance, peer, expected, [.. grid.Select(new Curve(kind, alpha).Height)]);
    }

    /// <summary>snnTorch's formula, in float32, is ∞/∞ below −3.55: its issue 427. Ours underflows to 0.</summary>
    [Fact]
    public void Sigmoid_is_finite_where_snnTorch_s_is_not()
    {
        var curve = new Curve("Sigmoid", 25f, Precision.Single);
        foreach (float x in new[] { -3.6f, -4f, -100f })
        {
            float e = MathF.Exp(-25f * x);
            Assert.True(float.IsNaN(25f * e / ((e + 1f) * (e + 1f))));
            Assert.InRange(curve.Slope(x), 0, 1e-37);
        }
    }

    private static (double[] Grid, double[] Values) Peer(string name, string what)
    {
        JsonElement file = Sources.Vector("surrogates");
        return (file.At("grid").Numbers(), file.At("surrogates", name, what).Numbers());
    }
}
