using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// Forward and backward of one population against the floor, a copy of the bytes that the kernels must move: time
/// steps, neurons, models and surrogates.
/// </summary>
public class NeuronKernels
{
    private Population _population = null!;
    private MeasuredNeuron _neuron = null!;
    private PlaneCopy _copy = null!;

    public static IEnumerable<string> Names => MeasuredNeuron.All.Select(neuron => neuron.Name);

    [Params(25, 100)]
    public int Steps { get; set; }

    [Params(1024, 32 * 1024, 256 * 1024)]
    public int Neurons { get; set; }

    [ParamsSource(nameof(Names))]
    public string Neuron { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _population = new Population(Steps, Neurons);
        _neuron = MeasuredNeuron.Named(Neuron);
        _copy = new PlaneCopy(_neuron.Bytes / (2 * sizeof(float)) * Steps * Neurons);
        _population.RequireSame(Fused, () => _neuron.Unfused(_population));
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _copy.Run();

    [Benchmark]
    public void Fused() => _neuron.Fused(_population);
}
