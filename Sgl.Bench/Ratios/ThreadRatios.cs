namespace Sgl.Bench;

/// <summary>Two threads against one, both ours.</summary>
internal static class ThreadRatios
{
    private const int Steps = 100, Batch = 32, Features = 1024;
    private const string Other = "one thread";

    public static IEnumerable<Entry> All =>
    [
        new Ratio("lif-2-threads", Other, Layers) { Obstacle = OneProcessor },
        new Ratio("mlp-2-threads", Other, Mlps) { Obstacle = OneProcessor },
    ];

    private static string? OneProcessor() => Environment.ProcessorCount < 2 ? "this machine has one processor" : null;

    private static Comparison Layers(Machine machine)
    {
        var population = new Population(Steps, Batch * Features);
        var input = new Signal(population.Input, Steps, Batch, Features);
        var gradient = new Signal(population.SpikeGradient, Steps, Batch, Features);
        Func<Signal> two = Pass(input, gradient, threads: 2);
        Func<Signal> one = Pass(input, gradient, threads: 1);
        Agreement.Exact("input gradients", two().Data.Span, one().Data.Span);
        return new Comparison(machine.FloorMs(population.Bytes) / 2, () => two(), () => one());
    }

    private static Func<Signal> Pass(Signal input, Signal gradient, int threads)
    {
        var layer = new Spiking<Lif>(Features);
        var workers = new Workers(threads);
        return () =>
        {
            layer.Forward(input, training: true, workers);
            return layer.Backward(gradient, needsInputGradient: true, workers);
        };
    }

    private static Comparison Mlps(Machine machine)
    {
        var two = new Mlp(Mlp.RateCoded, threads: 2);
        var one = new Mlp(Mlp.RateCoded, threads: 1);
        two.TrainStep();
        one.TrainStep();
        foreach ((Parameter ours, Parameter other) in two.Network.Parameters.Zip(one.Network.Parameters))
            Agreement.Exact(ours.ToString(), ours.Value.Span, other.Value.Span);
        return new Comparison(two.FloorMs(machine) / 2, () => two.TrainStep(), () => one.TrainStep());
    }
}
