namespace Sgl.Bench;

/// <summary>Neuron kernels against a copy of the bytes that they must move, and against the same neuron unfused.</summary>
internal static class KernelRatios
{
    public static IEnumerable<Entry> All =>
    [
        VersusCopy("lif-vs-memcpy", p => p.Lif, p => p.UnfusedLif),
        VersusCopy("two-state-vs-memcpy", p => p.TwoStateLif, p => p.UnfusedTwoStateLif),
        VersusCopy("sigmoid-vs-memcpy", p => p.SigmoidLif, p => p.UnfusedSigmoidLif),
        VersusUnfused("lif-vs-unfused", steps: 100, neurons: 32 * 1024),
        VersusUnfused("lif-vs-unfused-wide", steps: 16, neurons: 1024 * 1024),
    ];

    // Both sides move the same bytes, so the ratio of their times is that of their bytes per second.
    private static Ratio VersusCopy(
        string name, Func<Population, Action> pass, Func<Population, Action> reference) =>
        new(name, "copy of as many bytes", machine =>
        {
            var population = new Population(steps: 100, neurons: 256 * 1024);
            population.RequireSame(pass(population), reference(population));
            var copy = new PlaneCopy((int)(population.Bytes / (2 * sizeof(float))));
            return new Comparison(machine.FloorMs(population.Bytes), pass(population), copy.Run);
        });

    private static Ratio VersusUnfused(string name, int steps, int neurons) =>
        new(name, "one TensorPrimitives pass per operation and step", machine =>
        {
            var population = new Population(steps, neurons);
            population.RequireSame(population.Lif, population.UnfusedLif);
            return new Comparison(machine.FloorMs(population.Bytes), population.Lif, population.UnfusedLif);
        });
}
