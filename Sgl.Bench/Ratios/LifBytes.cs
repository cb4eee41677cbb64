namespace Sgl.Bench;

/// <summary>
/// The memory that a training pass of a population takes per neuron and step in a network, beyond the input and the
/// gradient that it is given: what the garbage collector says was allocated by a layer's first pass over all steps, less
/// that of a pass over half of them, so that what does not grow with time is left out.
/// </summary>
/// <param name="Name">Which neuron.</param>
/// <param name="Create">Creates a population of so many.</param>
internal sealed record LifBytes(string Name, Func<int, Layer> Create) : Entry(Name)
{
    private const int Steps = 100, Batch = 32, Features = 1024;

    public static IEnumerable<Entry> All =>
    [
        new LifBytes("lif-bytes", features => new Spiking<Lif>(features)),
        new LifBytes("lif-bytes-recomputed", features => new Spiking<RecomputingLif>(features)),
    ];

    public override Line Measure(Machine machine)
    {
        var input = new Signal(new float[Steps * Batch * Features], Steps, Batch, Features);
        Allocated(input, Steps); // compiles; the static fields and the pooled scratch of the runtime are there afterwards
        double bytes = (Allocated(input, Steps) - Allocated(input, Steps / 2)) / (Steps / 2.0 * Batch * Features);
        return new Figure(Name, FormattableString.Invariant($"{bytes:F3} bytes of memory per neuron and step of training"));
    }

    private long Allocated(Signal input, int steps)
    {
        var workers = new Workers(threads: 1);
        Memory<float> values = input.Data[..(steps * Batch * Features)];
        var part = new Signal(values, steps, Batch, Features);
        Layer layer = Create(Features);
        // It takes the spikes as bits, and has so many outputs that it gives their gradient in memory.
        _ = new Network([layer, new Dense(Features, 100)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        layer.Forward(part, training: true, workers);
        layer.Backward(part, needsInputGradient: true, workers);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
