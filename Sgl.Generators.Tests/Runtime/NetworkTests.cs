using Xunit;

namespace Sgl.Tests;

public class NetworkTests
{
    private const int Steps = 4;
    private const int Batch = 6;
    private static readonly int[] Labels = [0, 1, 2, 2, 1, 0];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_match_finite_differences(bool isConstant)
    {
        Network network = Create();
        var loss = new RateCrossEntropy();
        Signal input = Input(isConstant);
        network.TrainStep(input, Labels, loss, new Sgd(0f));
        foreach (Parameter parameter in network.Parameters)
        {
            // The output is float32, so the difference is coarse: its step large, its tolerance too.
            const float Step = 1e-2f;
            float[] gradient = parameter.Gradient.ToArray();
            var expected = new double[gradient.Length];
            for (int i = 0; i < gradient.Length; i++)
            {
                float at = parameter.Value.Span[i];
                parameter.Value.Span[i] = at + Step;
                double above = Evaluate(network, input, loss);
                parameter.Value.Span[i] = at - Step;
                double below = Evaluate(network, input, loss);
                parameter.Value.Span[i] = at;
                expected[i] = (above - below) / (2 * Step);
            }

            Bits.Near(expected, gradient, 1e-3);
            Assert.Contains(gradient, value => Math.Abs(value) > 5e-3);
        }
    }

    [Fact]
    public void Training_learns_and_has_the_same_bits_for_any_number_of_threads() =>
        Bits.SameForAnyThreads(threads =>
        {
            Network network = Create(threads);
            var loss = new MaxOverTimeCrossEntropy();
            var adam = new Adam(0.02f);
            double first = network.TrainStep(Input(), Labels, loss, adam).Loss;
            double last = 0;
            for (int i = 0; i < 100; i++) last = network.TrainStep(Input(), Labels, loss, adam).Loss;
            Assert.InRange(last, 0, 0.1 * first);

            Signal output = network.Forward(Input());
            var scores = new float[Batch * 3];
            loss.Scores(output, scores);
            Assert.Equal(1.0, Loss.Accuracy(scores, Labels));
            return (float[])[.. output.Data.Span, .. network.Parameters.SelectMany(p => p.Value.ToArray())];
        });

    [Fact]
    public void A_seed_determines_the_start_and_each_layer_has_its_own()
    {
        Func<int, float[]> first = seed => new Network([new Dense(4, 4)], seed).Parameters[0].Value.ToArray();
        Bits.Same(first(1), first(1));
        Assert.NotEqual(first(1), first(2));
        var network = new Network([new Dense(4, 4), new Dense(4, 4)]);
        Assert.NotEqual(network.Parameters[0].Value.ToArray(), network.Parameters[2].Value.ToArray());
        Assert.NotEqual(0f, network.Parameters[0].Value.Span[0]);
    }

    [Fact]
    public void Lists_layers_and_parameters_in_order()
    {
        Network network = Create();
        Assert.Equal(
            ["Dense(5 → 8)", "Spiking<Leaky>(8)", "Dense(8 → 3)"], network.Layers.Select(layer => layer.ToString()));
        Assert.Equal(
            ["weight[8, 5]", "bias[8]", "Beta[8]", "Gain[1]", "weight[3, 8]"],
            network.Parameters.Select(parameter => parameter.ToString()));
    }

    [Fact]
    public void Rejects_layers_that_do_not_fit()
    {
        string message = Assert.Throws<ArgumentException>(
            () => new Network([new Dense(4, 6), new Spiking<Leaky>(5)])).Message;
        Assert.Contains("Dense(4 → 6), gives [6]", message, StringComparison.Ordinal);
        Assert.Contains("Spiking<Leaky>(5), takes 5", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Network((Layer[])[]));
        var twice = new Dense(4, 4);
        Assert.Throws<ArgumentException>(() => new Network([twice, twice]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network([twice], threads: -1));
    }

    [Fact]
    public void Does_not_hide_a_loss_that_is_not_a_number()
    {
        Network network = Create();
        network.StopsAtNonFinite = false;
        network.Parameters[0].Value.Span[0] = float.NaN;
        Assert.True(double.IsNaN(network.TrainStep(Input(), Labels, new RateCrossEntropy(), new Sgd(0.1f)).Loss));
    }

    private static Network Create(int threads = 1) => new(
        [new Dense(5, 8), new Spiking<Leaky>(8, output: "energy"), new Dense(8, 3, bias: false)], seed: 3, threads);

    private static Signal Input(bool isConstant = false) =>
        new(Bits.Random((isConstant ? 1 : Steps) * Batch * 5, 1), Steps, Batch, 5, isConstant);

    private static double Evaluate(Network network, Signal input, Loss loss) =>
        loss.Evaluate(network.Forward(input), Labels, new float[Steps * Batch * 3]);
}
