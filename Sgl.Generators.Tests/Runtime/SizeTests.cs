using Xunit;

namespace Sgl.Tests;

/// <summary>Sizes that cannot be are refused by name, with what they are and what they may be.</summary>
public class SizeTests
{
    private static readonly Workers One = new(1);

    [Fact]
    public void Layers_name_their_own_argument()
    {
        foreach (int features in new[] { 0, -1, int.MinValue })
        {
            Assert.Equal("features", Assert.Throws<ArgumentOutOfRangeException>(() => new Spiking<Lif>(features)).ParamName);
            Assert.Equal("features", Assert.Throws<ArgumentOutOfRangeException>(() => new Recurrent<Lif>(features)).ParamName);
            Assert.Equal("features", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerStates(features)).ParamName);
            Assert.Equal("inputs", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(features, 1)).ParamName);
            Assert.Equal("outputs", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(1, features)).ParamName);
        }
    }

    [Fact]
    public void Parameters_that_no_array_can_have_are_refused_with_the_limit()
    {
        Expect("'weight': the parameter would have 100000 · 100000 = 10000000000 values; one array has at most ", () => _ = new Dense(100_000, 100_000));
        Expect("'recurrent weight': the parameter would have 65536 · 65536 = 4294967296 values", () => _ = new Recurrent<Lif>(65_536));
        Expect("= 9903520300447984150353281023 values", () => _ = new Parameter("p", int.MaxValue, int.MaxValue, int.MaxValue));
        Expect("Spiking<AdaptivePerNeuron>(2147483647): Beta would have ", () => _ = new Spiking<AdaptivePerNeuron>(int.MaxValue));
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => KernelMemory.Allocate(int.MaxValue)).ParamName);
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => KernelMemory.Allocate(-1)).ParamName);
    }

    [Fact]
    public void Passes_that_no_array_can_have_name_the_layer()
    {
        // Constant over time, so that a few floats stand for very many.
        var input = new Signal(new float[50], 100_000_000, 50, 1, isConstant: true);
        Expect(
            "Spiking<Lif>(1): the output would have 100000000 · 50 · 1 = 5000000000 values; one array has at most ",
            () => new Network([new Spiking<Lif>(1)]).Forward(input));
        Expect(
            "Recurrent<Lif>(1): the output would have 100000000 · 50 · 1 = 5000000000 values",
            () => new Network([new Recurrent<Lif>(1)]).Forward(input));
        Expect(
            "The network: the gradient of the output would have 100000000 · 50 · 1 = 5000000000 values",
            () => new Network([new Dense(1, 1)]).Evaluate(input, new int[50], new RateCrossEntropy()));
        Expect("Dense(1 → 60000): the output would have", () => new Dense(1, 60_000).Forward(new Signal(new float[50_000], 1, 50_000, 1), false, One));
        Expect("PoissonEncoder: the signal would have 2147483647 · 4 = 8589934588 values", () => new PoissonEncoder(1).Encode(new float[4], 2, 2, int.MaxValue));
        Expect("BackwardTile: its scratch would have 100000 · 100000 · 3", () => BackwardTile.ScratchLength(100_000, 100_000, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => BackwardTile.WidthFor(0, 3));
        Expect("has 100000 · 100000 = 10000000000 spikes", () => Signal.SpikeStride(100_000, 100_000));
    }

    [Fact]
    public void A_signal_that_is_none_is_refused_wherever_one_is_taken()
    {
        var network = new Network([new Dense(2, 2)]);
        Loss loss = new RateCrossEntropy();
        var sgd = new Sgd(0f);
        foreach (Action call in new Action[]
        {
            () => network.Forward(default(Signal)), () => network.TrainStep(default, [], loss, sgd), () => network.Evaluate(default, [], loss),
            () => new Dense(2, 2).Forward(default, false, One), () => _ = new Batch(default(Signal), default),
            () => loss.Evaluate(default, [], []), () => loss.Scores(default, []),
        })
        {
            Expect("is default(Signal), which stands for no signal", call);
        }

        Assert.Throws<ArgumentException>(() => network.OpenStream().Step(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(Signal).At(0));
        network.Forward(new Signal(new float[2], 1, 1, 2), training: true);
        Assert.Throws<ArgumentException>(() => network.Backward(default(Signal)));
    }

    [Fact]
    public void An_empty_batch_is_refused()
    {
        var network = new Network([new Dense(2, 2)]);
        Loss loss = new RateCrossEntropy();
        Expect("There are no labels", () => network.TrainStep(new ConstantEncoder(), [], 3, [], loss, new Sgd(0f)));
        Expect("There are no labels", () => network.Evaluate(new ConstantEncoder(), [], 3, [], loss));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TrainStep(new ConstantEncoder(), new float[2], 0, [1], loss, new Sgd(0f)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TrainStep(new ConstantEncoder(), new float[2], -1, [1], loss, new Sgd(0f)));
        Assert.Throws<ArgumentException>(() => new Batch(new ConstantEncoder(), default, 3, default));
        Assert.Throws<ArgumentException>(() => Loss.Accuracy([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Signal(default(Memory<float>), 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Signal(default(Memory<float>), 0, 1, 1));
    }

    [Fact]
    public void A_plan_counts_what_no_array_can_have_and_refuses_what_it_cannot_count()
    {
        var network = new Network([new Dense(50, 50), new Spiking<Lif>(50), new Dense(50, 2)]);
        Assert.InRange(network.Plan(100_000_000, 50).Bytes, 1L << 40, long.MaxValue);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => network.Plan(int.MaxValue, int.MaxValue)).Message;
        Assert.Contains("features of Dense(50 → 50) are", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Plan(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Plan(1, -1));
    }

    /// <summary>A search of every length takes seconds at a million steps, and does not end at the most that there can be.</summary>
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void Auto_finds_a_schedule_of_very_many_steps(int steps)
    {
        var network = new Network([new Dense(5, 8), new Spiking<Lif>(8), new Dense(8, 1)]);
        long budget = network.Plan(steps, 1, Schedule.Chunked(1000)).Bytes;
        NetworkPlan plan = network.Plan(1_000_000, 1, Schedule.Auto(network.Plan(1_000_000, 1, Schedule.Chunked(1000)).Bytes));
        Assert.InRange(plan.StepsPerChunk, 1000, 1_000_000);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => network.Plan(steps, 1, Schedule.Auto(1000)));
        Assert.Contains($"No schedule of {steps} steps of 1 samples fits into 1000 bytes; the least, Chunked(", e.Message, StringComparison.Ordinal);
        if (steps < int.MaxValue) return;

        // However much memory is allowed, one array is not.
        e = Assert.Throws<InvalidOperationException>(() => network.Plan(steps, 1, Schedule.Auto(long.MaxValue)));
        Assert.Contains("which is more than one array can have", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_finds_what_trying_every_length_finds()
    {
        foreach (string layers in new[] { "Feedforward", "Looped" })
        {
            Network network = ScheduleTests.Create(layers);
            const int Steps = 97;
            long[] bytes = [.. Enumerable.Range(1, Steps).Select(steps => network.Plan(Steps, 3, Schedule.Chunked(steps)).Bytes)];
            foreach (long budget in bytes.SelectMany(count => new[] { count - 1, count, count + 1 }).Where(count => count >= bytes.Min()))
            {
                int longest = 1 + Array.FindLastIndex(bytes, count => count <= budget);
                Assert.Equal(longest, network.Plan(Steps, 3, Schedule.Auto(budget)).StepsPerChunk);
            }
        }
    }

    private static void Expect(string part, Action call) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
}

/// <summary>Whose parameter each neuron has for itself.</summary>
[Surrogate(Kind.ATan)]
internal sealed partial class AdaptivePerNeuron
{
    [Parameter(PerNeuron = true, Learnable = true)] public float Beta = 0.5f;

    [State] private float v;

    public float Step(float x)
    {
        v = Beta * v + x;
        return SpikeMath.Spike(v - 1f);
    }
}
