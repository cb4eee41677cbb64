using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// Forward and backward of one population against the floor, a copy of the bytes that the kernels must move (12 each
/// way per neuron-step, so 12 read and 12 written in all), and against the same neuron unfused.
/// </summary>
public class NeuronKernels
{
    private Population _population = null!;
    private PlaneCopy _copy = null!;

    [Params(100)]
    public int Steps { get; set; }

    [Params(1024, 32 * 1024, 256 * 1024)]
    public int Neurons { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _population = new Population(Steps, Neurons);
        _copy = new PlaneCopy(3 * Steps * Neurons);
        _population.RequireSame(_population.Lif, _population.UnfusedLif);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _copy.Run();

    [Benchmark]
    public void Fused() => _population.Lif();

    [Benchmark]
    public void Unfused() => _population.UnfusedLif();
}
