using Sgl.Generators.Ir;
using Sgl.Tests.Surrogates;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Surrogates against formulas read from the sources of libraries of which there are no vectors.</summary>
public class PeerFormulaTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 200).Select(i => -4.0123 + 0.0411 * i)];

    private static readonly Dictionary<string, Func<double, double>> Peers = new()
    {
        ["norse.triangle(alpha=1)"] = x => Math.Max(0, 1 - Math.Abs(x)),
        ["norse.heavi_erfc(alpha=2)"] = x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-4 * x * x),
        ["spyx.superspike(25)"] = x => 1 / Square(1 + 25 * Math.Abs(x)),
        ["spyx.tanh(1)"] = x => 1 / Square(Math.Cosh(x)),
        ["spyx.triangular(2)"] = x => Math.Max(0, 1 - Math.Abs(2 * x)),
        ["spyx.boxcar(2, 0.5)"] = x => Math.Abs(x) < 1 ? 0.5 : 0,
        ["stork.SuperSpike(20)"] = x => 1 / Square(20 * Math.Abs(x) + 1),
        ["snnax.superspike_surrogate(10)"] = x => 1 / (1 + 10 * Math.Abs(x)),
        ["sinabs.Gaussian(sigma=0.5)"] = x => Normal(x, 0, 0.5),
        ["sinabs.MultiGaussian(sigma=0.5, h=0.15, s=6)"] =
            x => 1.15 * Normal(x, 0, 0.5) - 0.15 * Normal(x, 0.5, 3) - 0.15 * Normal(x, -0.5, 3),
        ["slayer(tau_grad=0.02, scale_grad=10)"] = x => Math.Exp(-Math.Abs(x) / 2) / (2 * 2),
        ["larq.ste_sign(clip_value=2)"] = x => Math.Abs(x) <= 2 ? 1 : 0,
        ["larq.approx_sign"] = x => Math.Abs(x) <= 1 ? 2 - 2 * Math.Abs(x) : 0,
        ["larq.swish_sign(beta=5)"] = x => 5 * (2 - 5 * x * Math.Tanh(2.5 * x)) / (1 + Math.Cosh(5 * x)),
    };

    // The tolerance is that of a factor, or of an α, as a float.
    [Theory]
    [InlineData("Triangle", 1f, "norse.triangle(alpha=1)")]
    [InlineData("Gaussian", 2f, "norse.heavi_erfc(alpha=2)")]
    [InlineData("FastSigmoid", 25f, "spyx.superspike(25)")]
    [InlineData("Tanh", 1f, "spyx.tanh(1)", nameof(Normalize.Peak))]
    [InlineData("Triangle", 2f, "spyx.triangular(2)", nameof(Normalize.Peak))]
    [InlineData("Rectangle", 0.5f, "spyx.boxcar(2, 0.5)")]
    [InlineData("FastSigmoid", 20f, "stork.SuperSpike(20)")]
    [InlineData("LogAbs", 10f, "snnax.superspike_surrogate(10)", nameof(Normalize.Peak))]
    [InlineData("Gaussian", 1.41421356f, "sinabs.Gaussian(sigma=0.5)")]
    [InlineData("MultiGaussian", 2f, "sinabs.MultiGaussian(sigma=0.5, h=0.15, s=6)")]
    [InlineData("Exponential", 0.5f, "slayer(tau_grad=0.02, scale_grad=10)")]
    [InlineData("SteSign", 0.5f, "larq.ste_sign(clip_value=2)")]
    [InlineData("ApproxSign", 1f, "larq.approx_sign")]
    [InlineData("SwishSign", 5f, "larq.swish_sign(beta=5)")]
    public void Derivative_is_the_peer_s(
        string kind, float alpha, string peer, string normalize = nameof(Normalize.None))
    {
        var curve = new Curve(kind, alpha, Precision.Double, Enum.Parse<Normalization>(normalize));
        Near.Largest(1e-6, peer, [.. Grid.Select(Peers[peer])], [.. Grid.Select(curve.Slope)]);
    }

    private static double Square(double x) => x * x;

    private static double Normal(double x, double mean, double deviation) =>
        Math.Exp(-Square((x - mean) / deviation) / 2) / (deviation * Math.Sqrt(2 * Math.PI));
}
