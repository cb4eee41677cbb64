using Xunit;

namespace Sgl.Tests.Runtime;

/// <summary>Blocks of nodes: functions that a network expands into its graph.</summary>
public class BlockTests
{
    [Fact]
    public void Nodes_of_a_block_are_called_after_it()
    {
        NetworkNode first = NetworkNode.Input(5).Then(new Dense(8), "first");
        NetworkNode inner = first.Then(Residual, "a").Then(x => x.Then(Residual, "deep").Then(new Spiking<Leaky>(), "soma"), "b");
        NetworkNode last = inner.Output("energy").Then(Residual).Then(new Dense(3), "last");
        using var network = new Network(last);
        Assert.Equal(
            [
                "first", "a/dense", "a/Spiking<Lif> 1", "a/Sum 1", "b/deep/dense", "b/deep/Spiking<Lif> 1", "b/deep/Sum 1", "b/soma",
                "b/soma.energy", "dense", "Spiking<Lif> 1", "Sum 1", "last",
            ],
            network.Summary().Layers.Select(layer => layer.Name));
        network.TrainStep(ScheduleTests.Input(), [0, 1, 2], new RateCrossEntropy(), new Adam());

        // What went wrong in a block leaves no name behind.
        Assert.Throws<FormatException>(() => first.Then(_ => throw new FormatException(), "wrong"));
        Assert.Equal("later", first.Then(new Dense(8), "later").Name);
        Assert.Contains(
            "The block 'none' returned no node",
            Assert.Throws<ArgumentException>(() => first.Then((Func<NetworkNode, NetworkNode>)(_ => null!), "none")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => first.Then(Residual, ""));
    }

    private static NetworkNode Residual(NetworkNode x) => x.Then(new Dense(8), "dense").Then(new Spiking<Lif>()) + x;
}
