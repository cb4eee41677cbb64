using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// Forward and backward of one population whose tape is saved, against the same one whose tape is computed again: what
/// <see cref="Tape.Auto"/> has to foresee. A thousand neurons with all their time steps stay in a core's cache; a quarter
/// of a million do not stay in any.
/// </summary>
public class TapeCost
{
    private const int Steps = 25;

    private readonly Workers _workers = new(threads: 1);
    private Signal _input, _gradient;
    private Layer _saving = null!;
    private Layer _recomputing = null!;

    public static IEnumerable<string> Names => TapePair.All.Select(pair => pair.Name);

    [Params(1024, 256 * 1024)]
    public int Neurons { get; set; }

    [ParamsSource(nameof(Names))]
    public string Neuron { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        TapePair pair = TapePair.Named(Neuron);
        (_input, _gradient) = (Draw(stream: 0, pair.Low, pair.High), Draw(stream: 1, -1f, 1f));
        (_saving, _recomputing) = (pair.Saving(Neurons), pair.Recomputing(Neurons));
        Agreement.Exact("input gradients", Save().Data.Span, Recompute().Data.Span);
    }

    [Benchmark(Baseline = true)]
    public Signal Save() => Pass(_saving);

    [Benchmark]
    public Signal Recompute() => Pass(_recomputing);

    private Signal Pass(Layer layer)
    {
        layer.Forward(_input, training: true, _workers);
        return layer.Backward(_gradient, needsInputGradient: true, _workers);
    }

    private Signal Draw(ulong stream, float low, float high)
    {
        Memory<float> values = KernelMemory.Allocate(Steps * Neurons);
        new CounterRandom(1).Stream(stream).FillUniform(values.Span, low, high);
        return new Signal(values, Steps, batch: 1, Neurons);
    }
}
