using Xunit;

namespace Sgl.Tests;

/// <summary>Currents that neurons compute themselves, tile by tile, against those that went through memory.</summary>
public class SpikeCurrentTests
{
    /// <summary>All neurons of several samples to a tile, those of two panels or one, of several samples or one.</summary>
    [Theory]
    [InlineData(25, 9, 40, 24, true)]
    [InlineData(25, 9, 600, 304, true)]
    [InlineData(25, 9, 600, 304, false)]
    [InlineData(40, 3, 130, 2048, true)]
    [InlineData(10, 101, 20, 1024, true)]
    [InlineData(100, 2, 20, 1304, true)]
    [InlineData(300, 3, 20, 272, true)]
    [InlineData(1100, 2, 20, 264, true)]
    [InlineData(1100, 2, 20, 264, false)]
    public void Gives_the_bits_of_a_current_in_memory(int steps, int batch, int inputs, int neurons, bool bias)
    {
        Signal input = Input(steps, batch, inputs);
        float[] expected = Train(input, neurons, bias, inNetwork: false, threads: 1);
        Bits.Same(expected, Train(input, neurons, bias, inNetwork: true, threads: 1));
        Bits.Same(expected, Train(input, neurons, bias, inNetwork: true, threads: 2));
    }

    [Theory]
    [InlineData(24, 25, true)]
    [InlineData(24, 3, false)] // too few rows to bring the weights to the cache for
    [InlineData(20, 25, false)] // the bits of a sample do not end with a byte
    public void Is_computed_by_the_neurons_where_it_pays(int neurons, int steps, bool expected)
    {
        var chain = new Chain([new Dense(40, neurons), new Spiking<Lif>(neurons)], isJoined: true, new Workers(1));
        Signal current = chain.Forward(Input(steps, 4, 40), count: 1);
        Assert.Equal(expected, current.Pending is not null);
        Assert.Equal((steps, 4, neurons), (current.Steps, current.Batch, current.Features));
    }

    [Fact]
    public void Is_kept_where_backward_reads_it()
    {
        var chain = new Chain([new Dense(40, 24), new Spiking<RecomputingLeaky>(24)], isJoined: true, new Workers(1));
        Assert.Null(chain.Forward(Input(25, 4, 40), count: 1).Pending);
    }

    internal static Signal Input(int steps, int batch, int features)
    {
        float[] draws = Bits.Random(steps * batch * features, seed: 1, low: 0, high: 1);
        return new Signal(draws.Select(draw => draw < 0.2 ? 1f : 0f).ToArray(), steps, batch, features);
    }

    // Spikes, gradients of weights and of the input. Layers on their own hand on what is in memory.
    private static float[] Train(Signal input, int neurons, bool bias, bool inNetwork, int threads)
    {
        Layer[] layers = [new Dense(input.Features, neurons, bias), new Spiking<Lif>(neurons)];
        var chain = new Chain(layers, inNetwork, new Workers(threads));
        layers[0].Initialize(new CounterRandom(3));
        foreach (ref float weight in layers[0].Parameters[0].Value.Span) weight *= 4f; // strong enough to make spikes
        Signal spikes = chain.Forward(input);
        Assert.InRange(spikes.Data.Span.Count(1f), 1, spikes.Data.Length / 2);
        float[] values = spikes.Data.ToArray();
        var given = new Signal(Bits.Random(values.Length, 2), input.Steps, input.Batch, neurons);
        Signal gradient = chain.Backward(given);
        return [.. values, .. gradient.Data.Span, .. layers[0].Parameters.SelectMany(item => item.Gradient.ToArray())];
    }
}

