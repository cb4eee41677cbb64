using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// What fusing is worth: forward and backward of a <see cref="Lif"/> by kernels that loop over time, by the same kernels
/// called once per time step, and by one pass over memory per operation and time step.
/// </summary>
public class Fusion
{
    private Population _population = null!;

    [Params(100)]
    public int Steps { get; set; }

    [Params(1024, 32 * 1024, 256 * 1024)]
    public int Neurons { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _population = new Population(Steps, Neurons);
        _population.RequireSame(Fused, StepFused);
        _population.RequireSame(Fused, Unfused);
    }

    [Benchmark(Baseline = true)]
    public void Fused() => _population.Lif();

    [Benchmark]
    public void StepFused() => _population.SteppedLif();

    [Benchmark]
    public void Unfused() => _population.UnfusedLif();
}
