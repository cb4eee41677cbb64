using Sgl.Tests.Models;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>
/// SpyTorch's tutorial 1 (Zenke 2019): random labels of random Poisson trains are learned only where a surrogate
/// takes the gradient through the hidden spikes. There: 0.859 with, 0.512 without.
/// </summary>
[Slow(10)]
public class ConvergenceTests
{
    private const int Samples = 256;
    private const int Inputs = 100;
    private const int Hidden = 4;
    private const int Epochs = 300;

    // The tutorial's readout has 201 values, of which the first is 0: here, one more step without input.
    private const int Steps = 201;

    // One seed may be unlucky, and the last bits depend on the width of a vector: the median of three seeds decides.
    // Of seeds 1 to 8, each learned 0.81 to 0.99 with and 0.50 to 0.57 without, in the tutorial's 1000 epochs.
    private static readonly int[] Seeds = [1, 2, 3];

    [Fact]
    public void A_surrogate_learns_what_the_true_derivative_does_not()
    {
        double[] with = [.. Seeds.Select(Train<SpyTorchHidden>).Order()];
        double[] without = [.. Seeds.Select(Train<SpyTorchDead>)];
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"With a surrogate {string.Join(", ", with)}; without {string.Join(", ", without)}.");
        Assert.InRange(with[1], 0.80, 1);
        Assert.All(without, accuracy => Assert.InRange(accuracy, 0.45, 0.60));
    }

    private static double Train<THidden>(int seed)
        where THidden : class, INeuron<THidden>, new()
    {
        var network = new Network(
        [
            new Dense(Inputs, Hidden, bias: false), new Spiking<THidden>(Hidden),
            new Dense(Hidden, 2, bias: false), new Spiking<SpyTorchReadout>(2),
        ]);
        var random = new Random(seed);
        float scale = 7f * (1f - MathF.Exp(-1f / 10f));
        foreach (Parameter weight in network.Parameters)
            foreach (ref float value in weight.Value.Span)
                value = scale / MathF.Sqrt(weight.Shape[1]) * Normal(random);
        Signal input = Poisson(random);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i % 2)];

        var loss = new MaxOverTimeCrossEntropy();
        var adam = new Adam(2e-3f);
        for (int epoch = 0; epoch < Epochs; epoch++) network.TrainStep(input, labels, loss, adam);
        var scores = new float[Samples * 2];
        loss.Scores(network.Forward(input), scores);
        return Loss.Accuracy(scores, labels);
    }

    /// <summary>5 Hz at steps of 1 ms.</summary>
    private static Signal Poisson(Random random)
    {
        var spikes = new float[Steps * Samples * Inputs];
        foreach (ref float spike in spikes.AsSpan(0, (Steps - 1) * Samples * Inputs))
            spike = random.NextDouble() < 0.005 ? 1f : 0f;
        return new Signal(spikes, Steps, Samples, Inputs);
    }

    /// <summary>Box and Muller.</summary>
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
