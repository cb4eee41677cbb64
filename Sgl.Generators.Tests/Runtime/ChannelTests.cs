using Xunit;
using static Sgl.SpikeMath;

namespace Sgl.Tests.Runtime;

/// <summary>Parameters of which each channel has a value: those of a population of [C, L] or [C, H, W].</summary>
public class ChannelTests
{
    private const int Steps = 9;
    private const int Batch = 3;
    private static readonly Workers OneThread = new(1);

    public static TheoryData<Shape> Shapes => [new Shape(3, 4), new Shape(2, 3, 2), new Shape(4, 1), new Shape(5)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_neuron_has_the_value_of_its_channel(Shape shape)
    {
        var layer = new Spiking<ChannelNeuron>(shape);
        float[] taus = [.. Enumerable.Range(0, shape.Channels).Select(c => 2f + c)];
        float[] thresholds = [.. Enumerable.Range(0, shape.Channels).Select(c => 0.5f + 0.1f * c)];
        layer.SetValues("Tau", taus);
        layer.SetValues("Threshold", thresholds);
        Assert.Equal(taus, layer.ValuesOf("Tau"));
        Assert.Equal([shape.Channels], layer.Parameters[0].Shape);
        Signal input = Random(shape, 1), output = layer.Forward(input, training: false, OneThread).ToFloats();
        for (int n = 0; n < Batch * shape.Features; n++)
        {
            int channel = n % shape.Features / shape.Positions;
            var neuron = new ChannelNeuron { Tau = taus[channel], Threshold = thresholds[channel] };
            for (int t = 0; t < Steps; t++) Assert.Equal(neuron.Step(input.At(t)[n]), output.At(t)[n]);
        }
    }

    /// <summary>The same neurons with a value each: what they add to a channel's gradient is the gradient of their own value.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_of_a_channel_is_the_sum_of_those_of_its_neurons(Shape shape)
    {
        var channels = new Spiking<ChannelNeuron>(shape);
        var neurons = new Spiking<OwnNeuron>(shape);
        float[] taus = [.. Enumerable.Range(0, shape.Channels).Select(c => 2f + c)];
        channels.SetValues("Tau", taus);
        neurons.SetValues("Tau", [.. Enumerable.Range(0, shape.Features).Select(n => taus[n / shape.Positions])]);
        float[] own = Gradient(neurons, shape), sums = Gradient(channels, shape);
        var expected = new float[shape.Channels];
        for (int c = 0; c < expected.Length; c++)
            expected[c] = (float)own.Skip(c * shape.Positions).Take(shape.Positions).Sum(value => (double)value);
        Bits.Same(expected, sums);
        Assert.All(sums, value => Assert.NotEqual(0f, value));

        static float[] Gradient(Layer layer, Shape shape)
        {
            layer.Forward(Random(shape, 1), training: true, OneThread);
            layer.Backward(Random(shape, 2), needsInputGradient: false, OneThread);
            return layer.Parameters[0].Gradient.ToArray();
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var layer = new Spiking<SmoothChannels>((2, 2, 2));
        layer.SetValues("Tau", 2f, 5f);
        layer.SetValues("Gain", 0.7f, 0.2f);
        IReadOnlyList<GradientDifference> differences = GradientCheck.Run(layer, Random((2, 2, 2), 3));
        Assert.Equal(2, differences.Count(difference => difference.Name == "Tau"));
        Assert.True(differences[0].Relative < 2e-3, differences[0].ToString());
    }

    /// <summary>More neurons than a tile has, of which one begins within a channel.</summary>
    [Fact]
    public void No_bit_depends_on_threads_or_schedules()
    {
        float[] expected = Train(threads: 1, Schedule.LayerByLayer);
        foreach (int threads in new[] { 2, 3 }) Bits.Same(expected, Train(threads, Schedule.LayerByLayer));
        foreach (Schedule schedule in new[] { Schedule.Chunked(4), Schedule.Chunked(1) }) Bits.Same(expected, Train(2, schedule));

        static float[] Train(int threads, Schedule schedule)
        {
            using var network = new Network(
                (3, 29, 29), [new Spiking<ChannelNeuron>(), new Dense(12), new Spiking<ChannelNeuron>((4, 3)), new Dense(2)], seed: 3, threads)
            {
                Schedule = schedule,
            };
            return Trained(network, (3, 29, 29));
        }
    }

    [Fact]
    public void A_device_has_the_bits_of_the_processor()
    {
        float[] expected = Train(Device.Cpu);
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Bits.Same(expected, Train(device));

        static float[] Train(Device device)
        {
            using var network = new Network((3, 5), [new Spiking<ChannelNeuron>(), new Spiking<Fixed>()], seed: 3, device: device);
            Signal output = network.Forward(Random((3, 5), 1), training: true);
            network.Backward(Random((3, 5), 2));
            return [.. output.Data.Span, .. network.Parameters[0].Gradient.Span];
        }
    }

    [Fact]
    public void A_recurrent_population_has_them_too()
    {
        var layer = new Recurrent<ChannelNeuron>((2, 3), i => new ChannelNeuron { Tau = i < 3 ? 2f : 9f });
        Assert.Equal([2f, 9f], layer.ValuesOf("Tau"));
        var same = new Spiking<ChannelNeuron>((2, 3), i => new ChannelNeuron { Tau = i < 3 ? 2f : 9f });
        Bits.Same(
            same.Forward(Random((2, 3), 1), false, OneThread).ToFloats().Data.Span,
            layer.Forward(Random((2, 3), 1), false, OneThread).ToFloats().Data.Span);
    }

    [Fact]
    public void A_checkpoint_has_a_value_for_each_channel()
    {
        string file = Path.GetTempFileName();
        try
        {
            var saved = new Spiking<ChannelNeuron>((2, 3));
            saved.SetValues("Tau", 3f, 4f);
            saved.SetValues("Threshold", 0.5f, 0.25f);
            var network = new Network((2, 3), [saved]);
            saved.SetValues("Tau", 3f, 4f);
            new Checkpoint(network).Save(file);
            var loaded = new Spiking<ChannelNeuron>();
            new Checkpoint(new Network((2, 3), [loaded])).Load(file);
            Assert.Equal([3f, 4f], loaded.ValuesOf("Tau"));
            Assert.Equal([0.5f, 0.25f], loaded.ValuesOf("Threshold"));
            Bits.Same(
                saved.Forward(Random((2, 3), 1), false, OneThread).ToFloats().Data.Span,
                loaded.Forward(Random((2, 3), 1), false, OneThread).ToFloats().Data.Span);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Neurons_of_a_channel_start_with_one_value()
    {
        var layer = new Spiking<ChannelNeuron>(i => new ChannelNeuron { Tau = i < 4 ? 3f : 6f });
        _ = new Network((2, 4), [layer]);
        Assert.Equal([3f, 6f], layer.ValuesOf("Tau"));
        string message = Message(() => _ = new Spiking<ChannelNeuron>((2, 4), i => new ChannelNeuron { Tau = i < 6 ? 3f : 6f }));
        Assert.Contains("ChannelNeuron.Tau is shared by the neurons of channel 1, but neuron 4 has 3 and neuron 6 has 6", message, StringComparison.Ordinal);
        Assert.Contains("Tau is 0.5 for channel 1; it must lie between 1 and 50", Message(() => layer.SetValues("Tau", 2f, 0.5f)), StringComparison.Ordinal);
        Assert.Contains("Tau needs 2 values; 8 are given", Message(() => layer.SetValues("Tau", new float[8])), StringComparison.Ordinal);
    }

    /// <summary>Without channels a value is each neuron's; so a number of neurons that was said does not become channels later.</summary>
    [Fact]
    public void Channels_that_were_said_are_checked()
    {
        string message = Message(() => _ = new Network((2, 4), [new Spiking<ChannelNeuron>(8)]));
        Assert.Contains(
            "Spiking<ChannelNeuron>(8) is [8], a value of Tau for each of 8 channels; its input is [2, 4]. Leave the size out",
            message,
            StringComparison.Ordinal);
        Assert.Contains("is [4, 2]", Message(() => _ = new Network((2, 4), [new Spiking<Lif>((4, 2))])), StringComparison.Ordinal);
        var network = new Network(5, [new Dense(8), new Spiking<ChannelNeuron>((2, 4)), new Spiking<Lif>()]);
        Assert.Equal(new Shape(2, 4), network.Layers[2].OutputShape);
        Assert.Equal(new Shape(2, 4), new Network((2, 4), [new Spiking<Lif>(8)]).Layers[0].OutputShape);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static Signal Random(Shape shape, ulong seed) =>
        new(Bits.Random(Steps * Batch * shape.Features, seed), Steps, Batch, shape);

    private static float[] Trained(Network network, Shape shape)
    {
        var optimizer = new Adam(0.05f);
        for (int step = 0; step < 3; step++)
            network.TrainStep(Random(shape, (ulong)step), [0, 1, 0], new RateCrossEntropy(), optimizer);
        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray().Concat(parameter.Gradient.ToArray()))];
    }
}

[Surrogate(Kind.ATan, Alpha = 2)]
internal sealed partial class ChannelNeuron
{
    [Parameter(Learnable = true, PerChannel = true, Min = 1f, Max = 50f)] public float Tau = 5f;
    [Parameter(PerChannel = true)] public float Threshold = 0.6f;
    [State] private float v;

    public float Step(float input)
    {
        v = Exp(-1f / Tau) * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}

/// <summary>A <see cref="ChannelNeuron"/> with values of its own.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
internal sealed partial class OwnNeuron
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 1f, Max = 50f)] public float Tau = 5f;
    [Parameter] public float Threshold = 0.6f;
    [State] private float v;

    public float Step(float input)
    {
        v = Exp(-1f / Tau) * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}

/// <summary>Without spikes, so that differences have its gradient; one of its parameters is hoisted, one logistic.</summary>
[Surrogate(Kind.None)]
internal sealed partial class SmoothChannels
{
    [Parameter(Learnable = true, PerChannel = true, Min = 1f, Max = 50f)] public float Tau = 5f;
    [Parameter(Learnable = true, PerChannel = true, Bound = Bound.Logistic)] public float Gain = 0.5f;
    [State] private float v;

    public float Step(float input)
    {
        v = Exp(-1f / Tau) * v + Gain * input;
        return v;
    }
}

/// <summary>Nothing to learn.</summary>
[Surrogate(Kind.ATan)]
internal sealed partial class Fixed
{
    [Parameter(PerChannel = true)] public float Decay = 0.9f;
    [State] private float v;

    public float Step(float input)
    {
        v = Decay * v + input;
        float spike = Spike(v - 1f);
        v -= Detach(spike);
        return spike;
    }
}
