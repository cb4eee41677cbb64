namespace Sgl.Bench;

/// <summary>Work that is so small that what a call costs besides its sums shows.</summary>
internal static class SmallRatios
{
    private const int Repeats = 100;

    public static IEnumerable<Entry> All =>
    [
        new Ratio("stream-step", "a copy of the weights that its spikes select", StreamSteps),
        new Ratio("mlp-batch-1", "a copy of the bytes that Adam must read and write", BatchOfOne),
        new Ratio("tiny-step", "plain loops in C#", TinySteps),
    ];

    // 784-256-10 with 10 % of the inputs at each step, one sample.
    private static Comparison StreamSteps(Machine machine)
    {
        const int hidden = 256;
        Signal input = Networks.Spikes(density: 0.1, Repeats, batch: 1, Mlp.Pixels);
        Network network = Mlp.Create(hidden, threads: 1, Device.Cpu);
        Stepper stream = network.OpenStream();
        float[] expected = network.Forward(input).At(Repeats - 1).ToArray(), last = new float[Mlp.Classes];
        Run();
        Agreement.Exact("outputs of the last step", last, expected);
        int spikes = input.Data.Span.Count(1f);
        var copy = new PlaneCopy(spikes / Repeats * hidden);
        return new Comparison(
            machine.FloorMs((double)spikes * hidden * sizeof(float)),
            Run,
            () =>
            {
                for (int t = 0; t < Repeats; t++) copy.Run();
            });

        void Run()
        {
            stream.Reset();
            for (int t = 0; t < Repeats; t++) stream.Step(input.Slice(t, 1)).At(0).CopyTo(last);
        }
    }

    // 784-1000-10, 25 steps, rate-coded: the time is that of the parameters, not of the sums.
    private static Comparison BatchOfOne(Machine machine)
    {
        Signal batch = Mlp.RateCoded;
        float[] first = [.. Enumerable.Range(0, Mlp.Steps).SelectMany(t => batch.ToFloats().At(t)[..Mlp.Pixels].ToArray())];
        var input = new Signal(first, Mlp.Steps, 1, Mlp.Pixels);
        Network network = Mlp.Create(Mlp.Hidden, threads: 1, Device.Cpu);
        var (loss, adam) = (new RateCrossEntropy(), new Adam(Mlp.LearningRate));
        int[] label = [3];

        // Value, gradient and both moments are read, and all of them are written.
        int length = network.Parameters.Sum(parameter => parameter.Value.Length);
        var copy = new PlaneCopy(4 * length);
        return new Comparison(
            machine.FloorMs(copy.Bytes), () => network.TrainStep(input, label, loss, adam), copy.Run);
    }

    // The network of the README.
    private static Comparison TinySteps(Machine machine)
    {
        var ours = new TinyNetwork();
        var plain = new PlainTinyNetwork(ours);
        for (int i = 0; i < 3; i++) Agreement.Near("loss", 1e-5, [(float)ours.TrainStep()], [(float)plain.TrainStep()]);
        return new Comparison(
            machine.FloorMs(0, TinyNetwork.Flops),
            () => Repeat(ours.TrainStep),
            () => Repeat(plain.TrainStep));

        static void Repeat(Func<double> step)
        {
            for (int i = 0; i < Repeats; i++) step();
        }
    }
}
