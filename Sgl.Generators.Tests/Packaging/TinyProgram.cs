namespace Sgl.Tests.Packaging;

/// <summary>A program of a user that uses what runs on the processor, and prints one word.</summary>
internal static class TinyProgram
{
    public const string Model = """
        using Sgl;
        using static Sgl.SpikeMath;

        [Surrogate(Kind.ATan)]
        public partial class Leaky
        {
            [Parameter(Learnable = true)] public float Beta = 0.9f;
            [State] private float v;

            public float Step(float input)
            {
                v = Beta * v + input;
                float spike = Spike(v - 1f);
                v -= Detach(spike);
                return spike;
            }
        }
        """;

    private const string Training = """
        using Sgl;
        using Sgl.Models;

        var network = new Network([new Dense(4, 16), new Recurrent<Leaky>(16), new Dense(16, 2), new Spiking<LeakyReadout>(2)], threads: 2);
        float[] values = [1f, 0f, 1f, 0f, 0f, 1f, 0f, 1f];
        int[] labels = [0, 1];
        Signal input = new ConstantEncoder().Encode(values, batch: 2, features: 4, steps: 10);
        var (loss, optimizer) = (new MembraneCrossEntropy(), new Adam(0.01f));
        double before = network.TrainStep(input, labels, loss, optimizer).Loss;
        network.Schedule = Schedule.Chunked(4);
        network.TrainStep(new LatencyEncoder(), values, steps: 10, labels, new RateCrossEntropy(), new Sgd(0.01f));
        network.TrainStep(new PoissonEncoder(seed: 1), values, steps: 10, labels, new MaxOverTimeCrossEntropy(), optimizer);
        network.TrainStep(input, labels, loss, optimizer);
        Signal streamed = network.OpenStream().Step(new Signal(values, steps: 1, batch: 2, features: 4));
        double after = network.Evaluate(input, labels, loss).Loss;
        Console.WriteLine(after < before && streamed.Features == 2 ? "learns" : $"{before} to {after}");
        """;

    /// <summary>The files of the program.</summary>
    public static (string File, string Text)[] Files => [("Leaky.cs", Model), ("Program.cs", Training)];

    /// <summary>What the program prints.</summary>
    public const string Output = "learns";
}
