using Xunit;

namespace Sgl.Tests;

/// <summary>Gradients that neurons compute themselves, tile by tile, against those that went through memory.</summary>
public class SynapseGradientTests
{
    /// <summary>Rows of one vector, of several, and with a rest; tiles within a sample and across several.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 2, 10, 70)]
    [InlineData(4, 5, 16, 200)]
    public void Has_the_bits_of_the_product_in_any_tile(int steps, int batch, int outputs, int inputs)
    {
        (SynapseGradient sent, float[] expected) = Create(steps, batch, outputs, inputs);
        int neurons = batch * inputs;
        foreach ((int offset, int width) in new[] { (0, neurons), (neurons / 3, (neurons + 1) / 2), (neurons - 1, 1) })
        {
            var tile = new float[steps * width];
            sent.Compute(offset, width, tile);
            for (int t = 0; t < steps; t++)
                Bits.Same(expected.AsSpan(t * neurons + offset, width), tile.AsSpan(t * width, width));
        }
    }

    [Fact]
    public void Follows_the_weights()
    {
        var weights = new Parameter("weight", 2, 5);
        var sent = new SynapseGradient(weights);
        foreach (float weight in new[] { 1f, 3f })
        {
            weights.Value.Span.Fill(weight);
            sent.Begin(new Signal(new float[] { 1, 1 }, 1, 1, 2));
            var gradient = new float[5];
            sent.Compute(0, 5, gradient);
            Assert.Equal(Enumerable.Repeat(2 * weight, 5), gradient);
        }
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(16, true)]
    [InlineData(17, false)] // a product whose time is no longer that of the neurons
    public void Is_sent_where_outputs_are_few(int outputs, bool expected)
    {
        var chain = new Chain([new Spiking<Lif>(40), new Dense(40, outputs)], isJoined: true, new Workers(1));
        chain.Forward(SpikeCurrentTests.Input(5, 3, 40));
        Signal sent = chain.Backward(new Signal(new float[5 * 3 * outputs], 5, 3, outputs), first: 1);
        Assert.Equal(expected, sent.Pending is not null);
        Assert.Equal((5, 3, 40), (sent.Steps, sent.Batch, sent.Features));
    }

    /// <summary>Layers on their own hand on what is in memory.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trains_as_a_gradient_in_memory_does(bool isConstant)
    {
        float[] expected = Train(isConstant, inNetwork: false, threads: 1);
        Bits.Same(expected, Train(isConstant, inNetwork: true, threads: 1));
        Bits.Same(expected, Train(isConstant, inNetwork: true, threads: 2));
    }

    [Fact]
    public void A_constant_input_has_the_sum_over_time()
    {
        (int steps, int batch, int features) = (25, 3, 200);
        var row = new Signal(Bits.Random(batch * features, 1, low: 0, high: 1), steps, batch, features, isConstant: true);
        var repeated = new float[steps * batch * features];
        Rows.Repeat(row.Data.Span, repeated);
        var given = new Signal(Bits.Random(repeated.Length, 2), steps, batch, features);

        Signal summed = Backward(row, given), steady = Backward(new Signal(repeated, steps, batch, features), given);

        Assert.True(summed.IsConstant);
        var expected = new float[batch * features];
        Rows.AddTo(expected, steady.Data, new Workers(1), downwards: true);
        Bits.Same(expected, summed.Data.Span);
    }

    private static Signal Backward(Signal input, Signal gradient)
    {
        var layer = new Spiking<Lif>(input.Features);
        var pass = new Pass(new Workers(1), IsTraining: true, NeedsInputGradient: true) { MaySumGradient = true };
        layer.Forward(input, pass);
        return layer.Backward(gradient, pass);
    }

    private static (SynapseGradient Sent, float[] Expected) Create(int steps, int batch, int outputs, int inputs)
    {
        var weights = new Parameter("weight", outputs, inputs);
        Bits.Random(outputs * inputs, 1).CopyTo(weights.Value);
        float[] dy = Bits.Random(steps * batch * outputs, 2);
        var expected = new float[steps * batch * inputs];
        MatrixProduct.MultiplyBy(
            MatrixProduct.Managed, new Matrix(dy, steps * batch, outputs), new Matrix(weights.Value, outputs, inputs), expected,
            new Workers(1), accumulate: false);
        var sent = new SynapseGradient(weights);
        sent.Begin(new Signal(dy, steps, batch, outputs));
        return (sent, expected);
    }

    // Gradients of all weights of two layers and their neurons.
    private static float[] Train(bool isConstant, bool inNetwork, int threads)
    {
        (int steps, int batch, int inputs, int hidden, int outputs) = (30, 5, 20, 136, 10);
        Layer[] layers = [new Dense(inputs, hidden), new Spiking<ParametricLif>(hidden), new Dense(hidden, outputs)];
        var chain = new Chain(layers, inNetwork, new Workers(threads));
        for (int i = 0; i < layers.Length; i++) layers[i].Initialize(new CounterRandom((ulong)i));
        foreach (ref float weight in layers[0].Parameters[0].Value.Span) weight *= 6f; // strong enough to make spikes
        float[] values = Bits.Random((isConstant ? 1 : steps) * batch * inputs, 5, low: 0, high: 1);
        chain.Forward(new Signal(values, steps, batch, inputs, isConstant));
        chain.Backward(
            new Signal(Bits.Random(steps * batch * outputs, 6), steps, batch, outputs), needsInputGradient: false);
        float[] gradients = [.. layers.SelectMany(layer => layer.Parameters).SelectMany(item => item.Gradient.ToArray())];
        Assert.InRange(gradients.Count(value => value != 0), gradients.Length / 2, gradients.Length);
        return gradients;
    }
}
