using Xunit;

namespace Sgl.Tests;

/// <summary>Networks that are no chains; <see cref="ScheduleTests"/> runs some under every schedule.</summary>
public class GraphTests
{
    private const int Steps = 4;
    private const int Batch = 3;

    /// <summary>Of networks without spikes, by central differences of the loss.</summary>
    [Theory]
    [InlineData("residual")]
    [InlineData("concat")]
    [InlineData("twice")]
    [InlineData("shared input")]
    public void Gradients_are_those_of_finite_differences(string kind)
    {
        var network = new Network(Create(kind), seed: 5, threads: 1);
        NetworkDifferences.Expect(network, new Signal(Bits.Random(Steps * Batch * 4, 1), Steps, Batch, 4));
    }

    [Fact]
    public void Sizes_are_inferred_from_the_shape_of_the_input()
    {
        var network = new Network((2, 3, 4), [new Spiking<Lif>(), new Dense(6), new Recurrent<Lif>(), new Dense(5), new Spiking<LeakyReadout>()]);
        Assert.Equal(
            ["Spiking<Lif>(24)", "Dense(24 → 6)", "Recurrent<Lif>(6)", "Dense(6 → 5)", "Spiking<LeakyReadout>(5)"],
            network.Layers.Select(layer => layer.ToString()));
        Assert.Equal(new Shape(2, 3, 4), network.Layers[0].OutputShape);
        Network said = new([new Dense(24, 6), new Spiking<Lif>(6)], seed: 4), inferred = new(24, [new Dense(6), new Spiking<Lif>()], seed: 4);
        Bits.Same(said.Parameters[0].Value.Span, inferred.Parameters[0].Value.Span);
        var input = new Signal(Bits.Random(24, 1), 1, 1, 24);
        Bits.Same(said.Forward(input).ToFloats().Data.Span, inferred.Forward(input).ToFloats().Data.Span);
    }

    [Fact]
    public void What_does_not_fit_is_named_with_both_sides()
    {
        Expect(() => new Network([new Dense(10)]), "Dense(10), has no input size");
        Expect(() => new Network(7, [new Dense(8, 3)]), "Layer 0, Dense(8 → 3), takes 8 features; the network's input is [7].");
        Expect(
            () => new Network(7, [new Dense(4), new Spiking<Lif>(5)]),
            "Layer 1, Spiking<Lif>(5), takes 5 features; layer 0, Dense(7 → 4), gives [4].");
        NetworkNode input = NetworkNode.Input((2, 6), "image");
        Expect(() => input.Then(new Dense(8, 3), "first"), "image [2, 6] cannot be read by Dense(8 → 3)");
        Expect(() => input + NetworkNode.Input(12), "image [2, 6] and input [12] cannot be read by Sum");
        Expect(() => NetworkNode.Concat(input, NetworkNode.Input((2, 5))), "[2, 6] and [2, 5] do not");
        Expect(() => new Network(input), "Output 0 is an input, image [2, 6]");
        var twice = new Dense(12);
        NetworkNode once = input.Then(twice);
        Expect(() => new Network(once.Then(twice)), "Dense(12 → 12) makes 2 nodes");
        Expect(() => new Network(input.Then(new Dense(3)) + NetworkNode.Input(3, "image").Then(new Dense(3))), "2 inputs are called 'image'");
        Assert.Contains(
            "no sizes yet", Assert.Throws<InvalidOperationException>(() => new Dense(3).Weight).Message, StringComparison.Ordinal);

        static void Expect(Func<object> create, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_on_its_own_takes_its_sizes_from_its_first_input()
    {
        var layer = new Spiking<Lif>();
        Signal output = layer.Forward(new Signal(Bits.Random(12, 1), 2, 1, 6), training: false, new Workers(1));
        Assert.Equal((6, 6, true), (output.Features, layer.Inputs, layer.IsBuilt));
        Assert.Throws<ArgumentException>(() => layer.Build(7));
    }

    /// <summary>Long chains of nodes must not end in a stack overflow.</summary>
    [Fact]
    public void Ten_thousand_nodes_are_put_in_order()
    {
        NetworkNode node = NetworkNode.Input(1);
        for (int i = 0; i < 10_000; i++) node = node.Then(new Spiking<Lif>());
        var network = new Network(node, threads: 1);
        Assert.Equal(10_000, network.Layers.Count);
        network.Forward(new Signal(new float[] { 1f }, 1, 1, 1));
    }

    private static NetworkNode Create(string kind)
    {
        NetworkNode input = NetworkNode.Input(4), h = input.Then(new Dense(6)).Then(new Spiking<Leaky>());
        return kind switch
        {
            "residual" => (h + h.Then(new Dense(6)).Then(new Spiking<Leaky>(output: "energy"))).Then(new Dense(3)),
            "concat" => NetworkNode.Concat(h, input.Then(new Dense(5)), h.Then(new Dense(2))).Then(new Recurrent<Leaky>()),
            "twice" => (h + h) + h.Then(new Spiking<Leaky>()),
            _ => input.Then(new Dense(3)) + input.Then(new Spiking<Leaky>()).Then(new Dense(3)),
        };
    }
}
