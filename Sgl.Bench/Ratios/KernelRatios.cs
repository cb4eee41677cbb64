namespace Sgl.Bench;

/// <summary>Neuron kernels against a copy of the bytes that they must move, and against the same neuron unfused.</summary>
internal static class KernelRatios
{
    private const int Features = 1024;

    public static IEnumerable<Entry> All =>
    [
        VersusCopy("lif-vs-memcpy", p => p.Lif, p => p.UnfusedLif),
        VersusCopy("two-state-vs-memcpy", p => p.TwoStateLif, p => p.UnfusedTwoStateLif),
        VersusCopy("sigmoid-vs-memcpy", p => p.SigmoidLif, p => p.UnfusedSigmoidLif),
        VersusUnfused("lif-vs-unfused", steps: 100, batch: 32, asBits: true),
        VersusUnfused("lif-vs-unfused-wide", steps: 16, batch: 1024, asBits: true),
        VersusUnfused("lif-floats-vs-unfused", steps: 100, batch: 32, asBits: false),
    ];

    // Both sides move the same bytes, so the ratio of their times is that of their bytes per second.
    private static Ratio VersusCopy(
        string name, Func<Population, Action> pass, Func<Population, Action> reference) =>
        new(name, "copy of as many bytes", machine =>
        {
            var population = new Population(steps: 100, neurons: 256 * 1024, inPlace: true);
            population.RequireSame(pass(population), reference(population));
            var copy = new PlaneCopy((int)(population.Bytes / (2 * sizeof(float))));
            return population.Compare(machine.FloorMs(population.Bytes), pass(population), copy.Run);
        });

    private static Ratio VersusUnfused(string name, int steps, int batch, bool asBits) =>
        new(name, "one TensorPrimitives pass per operation and step", machine =>
        {
            var population = new Population(steps, batch * Features, inPlace: true);
            var layer = new NeuronLayer(population, steps, batch, Features, asBits);
            population.RequireSame(layer.PassToFloats, population.UnfusedLif);
            return population.Compare(machine.FloorMs(layer.Bytes), layer.Pass, population.UnfusedLif);
        });
}
