using Xunit;

namespace Sgl.Tests;

/// <summary>A layer is in one network, and what refuses a layer changes none.</summary>
public class LayerOwnerTests
{
    [Fact]
    public void A_layer_of_another_network_is_refused_and_keeps_what_it_learned()
    {
        var (dense, fresh) = (new Dense(5, 9), new Dense(9, 3));
        var network = new Network([dense, new Spiking<Lif>(9), new Dense(9, 3)], seed: 1, threads: 1);
        Signal input = ScheduleTests.Input();
        network.TrainStep(input, [0, 1, 2], new RateCrossEntropy(), new Adam());
        float[] expected = [.. dense.Weight.Value.Span, .. network.Forward(input).Data.Span];

        string message = Assert.Throws<ArgumentException>(
            () => new Network([new Dense(9, 5), dense, new Spiking<Lif>(9), fresh], seed: 2)).Message;
        Assert.Contains("Layer 1, Dense(5 → 9), is in another network", message, StringComparison.Ordinal);
        Assert.Contains("Create a layer for each network", message, StringComparison.Ordinal);
        Bits.Same(expected, [.. dense.Weight.Value.Span, .. network.Forward(input).Data.Span]);

        // What was refused beside it is in no network.
        Assert.All(fresh.Weight.Value.ToArray(), weight => Assert.Equal(0f, weight));
        Assert.Equal(9, new Network([fresh]).Layers[0].Inputs);
    }

    [Fact]
    public void Layers_of_a_network_that_could_not_be_are_as_before()
    {
        Layer[] layers = [new Dense(5, 16), new Spiking<Lif>(16)];
        Layer[][] wrong =
        [
            [.. layers, new Dense(8, 3)], [.. layers, null!], [.. layers, layers[0]], [.. layers, new Dense(16, 3), new Throwing()],
        ];
        foreach (Layer[] all in wrong) Assert.ThrowsAny<Exception>(() => new Network(all));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Network(layers, threads: -1));

        Signal input = ScheduleTests.Input();
        Network first = new(layers, seed: 4), second = new([new Dense(5, 16), new Spiking<Lif>(16)], seed: 4);
        Bits.Same(second.Forward(input).Data.Span, first.Forward(input).Data.Span);
    }

    [Fact]
    public void A_layer_that_is_null_is_named()
    {
        Assert.Contains("Layer 0 is null", Assert.Throws<ArgumentException>(() => new Network((Layer[])[null!])).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => new Network([new Dense(1, 1), null!])).Message;
        Assert.Contains("Layer 1 is null", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new Network((Layer[])null!));
    }

    /// <summary>Weights go on where the network before was disposed of, and it was said that they shall.</summary>
    [Fact]
    public void Layers_go_into_another_network_by_consent()
    {
        var dense = new Dense(5, 9);
        var network = new Network([dense, new Spiking<Lif>(9), new Dense(9, 3)], seed: 1, threads: 1);
        network.TrainStep(ScheduleTests.Input(), [0, 1, 2], new RateCrossEntropy(), new Adam());
        float[] weights = dense.Weight.Value.ToArray();
        Assert.Contains(
            "or dispose of that network and say reuse: Reuse.Weights",
            Assert.Throws<ArgumentException>(() => new Network([dense], reuse: Reuse.Weights)).Message,
            StringComparison.Ordinal);
        network.Dispose();
        Assert.Contains(
            "Layer 0, Dense(5 → 9), was in a network that was disposed of, and has what it learned there",
            Assert.Throws<ArgumentException>(() => new Network([dense])).Message,
            StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new Network([dense, new Dense(9, 3), new Throwing()], reuse: Reuse.Weights));

        var added = new Dense(9, 4);
        var other = new Network([dense, new Spiking<Lif>(9), added], seed: 7, threads: 1, reuse: Reuse.Weights);
        Bits.Same(weights, dense.Weight.Value.Span);
        Assert.Contains(added.Weight.Value.ToArray(), weight => weight != 0f);
        other.TrainStep(ScheduleTests.Input(), [0, 1, 2], new RateCrossEntropy(), new Adam());
        Assert.NotEqual(weights, dense.Weight.Value.ToArray());
        other.Dispose();
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        weights = dense.Weight.Value.ToArray();
        using var placed = new Network([dense, new Spiking<Lif>(9)], seed: 7, device: device, reuse: Reuse.Weights);
        Bits.Same(weights, dense.Weight.Value.Span);
    }

    private sealed class Throwing() : Layer(3, 3)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override void Initialize(CounterRandom random) => throw new FormatException();

        protected override Signal ForwardCore(Signal input, Pass pass) => input;

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => outputGradient;
    }
}
