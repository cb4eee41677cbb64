namespace Sgl.Bench;

/// <summary>
/// The memory that one training pass of a new layer of <see cref="Lif"/> takes per neuron and step, beyond the input and
/// the gradient that it is given: what the garbage collector says was allocated, buffers for spikes, tape and input
/// gradient among it.
/// </summary>
internal sealed record LifBytes() : Entry("lif-bytes")
{
    private const int Steps = 100, Batch = 32, Features = 1024;

    public override Line Measure(Machine machine)
    {
        var input = new Signal(new float[Steps * Batch * Features], Steps, Batch, Features);
        Allocated(input, steps: 1); // compiles; the static fields of the runtime are there afterwards
        double bytes = Allocated(input, Steps) / ((double)Steps * Batch * Features);
        return new Figure(Name, FormattableString.Invariant($"{bytes:F2} bytes of memory per neuron and step of training"));
    }

    private static long Allocated(Signal input, int steps)
    {
        var workers = new Workers(threads: 1);
        Memory<float> values = input.Data[..(steps * Batch * Features)];
        var part = new Signal(values, steps, Batch, Features);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var layer = new Spiking<Lif>(Features);
        layer.Forward(part, training: true, workers);
        layer.Backward(part, needsInputGradient: true, workers);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
