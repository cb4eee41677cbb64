using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Sgl.Bench;

/// <summary>
/// A layer of 1024 → 1024 synapses and its neurons over the density of spikes: forward, and backward as far as the weight
/// gradient, summed where there are spikes, which come and go as bits, against multiplied whole. The dense side is given
/// spikes of ½, which are numbers like any other, and twice the weights.
/// </summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SpikeDensity
{
    private const string Forward = "Forward", WeightGradient = "WeightGradient";
    private const float Half = 0.5f;

    private Synapses _spikes = null!;
    private Synapses _dense = null!;

    [Params(1, 2, 5, 10, 20, 40, 80)]
    public int Percent { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _spikes = new Synapses(Percent / 100.0, asBits: true);
        _dense = new Synapses(Percent / 100.0, Half);
        _spikes.Pass();
        _dense.Pass();
        RequireSame();
    }

    [BenchmarkCategory(Forward)]
    [Benchmark(Baseline = true)]
    public void DenseForward() => _dense.Forward();

    [BenchmarkCategory(Forward)]
    [Benchmark]
    public void SpikeForward() => _spikes.Forward();

    [BenchmarkCategory(WeightGradient)]
    [Benchmark(Baseline = true)]
    public void DenseWeightGradient() => _dense.Backward();

    [BenchmarkCategory(WeightGradient)]
    [Benchmark]
    public void SpikeWeightGradient() => _spikes.Backward();

    private void RequireSame()
    {
        Agreement.Exact("spikes", _spikes.Spikes.ToFloats().Data.Span, _dense.Spikes.Data.Span);
        foreach ((Parameter ours, Parameter other) in _spikes.Parameters.Zip(_dense.Parameters))
        {
            // Half the spikes give half the gradient of a weight, and the same gradient of a bias.
            float scale = ours.Shape.Length > 1 ? 1 / Half : 1;
            float[] expected = [.. other.Gradient.ToArray().Select(value => scale * value)];
            Agreement.Near(ours.ToString(), 1e-5, ours.Gradient.Span, expected);
        }
    }
}
