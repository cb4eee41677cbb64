namespace Sgl.Bench;

/// <summary>A device against itself, which copies, and against the processor beside it.</summary>
internal static class GpuRatios
{
    private const int Steps = 100;

    /// <param name="device">The device.</param>
    /// <param name="sizes">How much work it is given.</param>
    public static IEnumerable<Entry> On(GpuDevice device, GpuSizes sizes) =>
    [
        VersusCopy(device, sizes),
        VersusProcessor("mlp-constant-gpu-vs-cpu", device, sizes, () => new ConstantEncoder()),
        VersusProcessor("mlp-poisson-gpu-vs-cpu", device, sizes, () => new PoissonEncoder(seed: 1)),
    ];

    // Both sides move the same bytes, so the ratio of their times is that of their bytes per second.
    private static Ratio VersusCopy(GpuDevice device, GpuSizes sizes)
    {
        int neurons = DevicePopulation.Fit(device, Steps, sizes.Neurons);
        string size = FormattableString.Invariant($"T = {Steps}, N = {neurons}");
        if (neurons < sizes.Neurons) size += FormattableString.Invariant($" (no more of {sizes.Neurons} fit in memory)");
        return new Ratio("lif-vs-device-copy", "device's copy of as many bytes", machine =>
        {
            var population = new DevicePopulation(device, Steps, neurons, Math.Min(neurons, sizes.Slice));
            population.RequireBitsOfTheProcessor();
            return new Comparison(machine.FloorMs(population.Bytes), population.Pass, population.Copy) { Owned = [population] };
        })
        { Pace = sizes.Pace, Size = size };
    }

    private static Ratio VersusProcessor(string name, GpuDevice device, GpuSizes sizes, Func<Encoder> encoder) =>
        new(name, FormattableString.Invariant($"the same with {Environment.ProcessorCount} threads of the processor"), machine =>
        {
            var ours = new EncodedMlp(encoder, sizes, device);
            var other = new EncodedMlp(encoder, sizes, Device.Cpu);
            ours.RequireNear(other);
            return new Comparison(ours.FloorMs(machine), () => ours.TrainStep(), () => other.TrainStep())
            {
                Owned = [ours, other],
            };
        })
        {
            Pace = sizes.Pace,
            Size = FormattableString.Invariant(
                $"{Mlp.Pixels}-{sizes.Hidden}-{Mlp.Classes}, T = {sizes.Steps}, B = {sizes.Batch}"),
        };
}
