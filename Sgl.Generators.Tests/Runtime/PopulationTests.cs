using Sgl.Presets;
using Xunit;

namespace Sgl.Tests.Runtime;

/// <summary>Populations whose neurons differ from the start, and what neurons start from.</summary>
public class PopulationTests
{
    private static readonly Workers OneThread = new(1);

    [Fact]
    public void Each_neuron_has_the_parameters_of_its_own_object()
    {
        var layer = new Spiking<AdaptiveLif>(6, i => new AdaptiveLif { Rho = i < 3 ? 0f : 0.9f, Beta = 0.1f * i });
        Assert.Equal([0f, 0f, 0f, 0.9f, 0.9f, 0.9f], layer.ValuesOf("Rho"));
        Signal input = Random(steps: 30, batch: 2, features: 6);
        Signal output = layer.Forward(input, training: false, OneThread);
        Compare(input, output, i => new AdaptiveLif { Rho = i < 3 ? 0f : 0.9f, Beta = 0.1f * i }, (neuron, x) => neuron.Step(x));
    }

    /// <summary>Fixed for each neuron: neither learned nor shared.</summary>
    [Fact]
    public void A_fixed_parameter_of_each_neuron_is_given_set_and_saved()
    {
        var layer = new Spiking<Leak>(4, i => new Leak { Decay = 0.25f * i });
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f], layer.ValuesOf("Decay"));
        layer.SetValues("Decay", 0.5f, 0.25f, 0.125f, 0f);
        Signal input = Random(steps: 5, batch: 3, features: 4);
        float[] decays = [0.5f, 0.25f, 0.125f, 0f];
        Compare(
            input, layer.Forward(input, training: false, OneThread), i => new Leak { Decay = decays[i] }, (neuron, x) => neuron.Step(x));

        string file = Path.GetTempFileName();
        try
        {
            new Checkpoint(new Network([new Dense(2, 4), layer])).Save(file);
            var loaded = new Spiking<Leak>(4);
            new Checkpoint(new Network([new Dense(2, 4), loaded])).Load(file);
            Assert.Equal(decays, loaded.ValuesOf("Decay"));
            Signal again = loaded.Forward(input, training: false, OneThread);
            Compare(input, again, i => new Leak { Decay = decays[i] }, (neuron, x) => neuron.Step(x));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_parameter_that_is_shared_must_be_the_same_for_all()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Spiking<AdaptiveLif>(4, i => new AdaptiveLif { Threshold = i < 2 ? 1f : 2f }));
        Assert.Contains("AdaptiveLif.Threshold is shared by all neurons, but neuron 0 has 1 and neuron 2 has 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Neuron 3 of 4 is null", Assert.Throws<ArgumentException>(() =>
            new Spiking<AdaptiveLif>(4, i => i < 3 ? new AdaptiveLif() : null!)).Message, StringComparison.Ordinal);
        Assert.Contains("AdaptiveLif.Beta is 2 for neuron 1; it must lie between 0 and 1", Assert.Throws<ArgumentException>(() =>
            new Spiking<AdaptiveLif>(4, i => new AdaptiveLif { Beta = i == 1 ? 2f : 0.5f })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Spiking<AdaptiveLif>(0, _ => new AdaptiveLif()));
        Assert.Throws<ArgumentNullException>(() => new Spiking<AdaptiveLif>(3, (Func<int, AdaptiveLif>)null!));
    }

    [Fact]
    public void Values_that_are_set_are_checked()
    {
        var layer = new Spiking<AdaptiveLif>(3);
        Assert.Contains("needs 3 values; 2 are given", Assert.Throws<ArgumentException>(() =>
            layer.SetValues("Beta", 0.1f, 0.2f)).Message, StringComparison.Ordinal);
        Assert.Contains("must lie between 0 and 1", Assert.Throws<ArgumentException>(() =>
            layer.SetValues("Beta", 0.1f, 0.2f, 1.5f)).Message, StringComparison.Ordinal);
        Assert.Contains("Value 0 of AdaptiveLif.Threshold is NaN", Assert.Throws<ArgumentException>(() =>
            layer.SetValues("Threshold", float.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("has no parameter 'beta'", Assert.Throws<ArgumentException>(() =>
            layer.SetValues("beta", 1f)).Message, StringComparison.Ordinal);
        Assert.Contains("has no state 'V'; it has v, adaptation", Assert.Throws<ArgumentException>(() =>
            layer.SetInitialState("V", 1f)).Message, StringComparison.Ordinal);
        layer.SetValues("Beta", 0.1f, 0.2f, 0.3f);
        Assert.Equal([0.1f, 0.2f, 0.3f], layer.ValuesOf("Beta"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_state_starts_where_it_is_set(int values)
    {
        float[] start = [0.5f, -0.25f, 2f];
        var layer = new Spiking<Leak>(3);
        layer.SetInitialState("v", start[..values]);
        float[] output = layer.Forward(new Signal(new float[6], 1, 2, 3), false, OneThread).ToFloats().Data.ToArray();
        Assert.Equal(Enumerable.Range(0, 6).Select(i => 0.5f * start[values == 1 ? 0 : i % 3]), output);

        var recurrent = new Recurrent<Leak>(3, i => new Leak { Decay = 0.5f });
        recurrent.SetInitialState("v", start[..values]);
        float[] driven = recurrent.Forward(new Signal(new float[6], 1, 2, 3), false, OneThread).ToFloats().Data.ToArray();
        Assert.Equal(output, driven);
    }

    /// <summary>What is set later is taken over when it is copied to the device, and not before.</summary>
    [Fact]
    public void A_device_has_the_neurons_of_the_processor()
    {
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Signal input = Random(steps: 6, batch: 3, features: 5);
        (Network onCpu, Spiking<Leak> cpu, Recurrent<Leak> cpuLoop) = Create(Device.Cpu);
        (Network onDevice, Spiking<Leak> placed, Recurrent<Leak> placedLoop) = Create(device);
        float[] before = Outputs(onDevice);
        AreNear(Outputs(onCpu), before);

        foreach (Spiking<Leak> layer in new[] { cpu, placed })
        {
            layer.SetValues("Decay", 0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.3f, 0.2f);
            layer.SetInitialState("v", 1f, -1f, 2f, -2f, 3f, -3f, 4f, -4f);
        }

        foreach (Recurrent<Leak> layer in new[] { cpuLoop, placedLoop }) layer.SetInitialState("v", 0.5f);
        Assert.Equal(before, Outputs(onDevice));
        onDevice.CopyToDevice();
        float[] after = Outputs(onDevice);
        Assert.NotEqual(before, after);
        AreNear(Outputs(onCpu), after);

        // Dense products have other last bits there.
        static void AreNear(float[] expected, float[] actual) =>
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * (1f + MathF.Abs(pair.First))));

        float[] Outputs(Network network) => network.Forward(input).ToFloats().Data.ToArray();

        static (Network, Spiking<Leak>, Recurrent<Leak>) Create(Device device)
        {
            var spiking = new Spiking<Leak>(8, i => new Leak { Decay = 0.1f * i });
            var recurrent = new Recurrent<Leak>(4, i => new Leak { Decay = 0.2f * i });
            recurrent.SetInitialState("v", 1f, 2f, 3f, 4f);
            return (new Network([new Dense(5, 8), spiking, new Dense(8, 4), recurrent], seed: 1, device: device), spiking, recurrent);
        }
    }

    /// <summary>SpikingJelly's neurons start at their reset value: v = v_reset before the first step.</summary>
    [Fact]
    public void Presets_of_SpikingJelly_start_at_their_reset_value()
    {
        foreach (float reset in new[] { 0f, 0.3f, -0.7f })
        {
            float[] x = [0.2f, 0.9f, 0.1f, 0.8f];
            float v = reset;
            var expected = new float[x.Length];
            for (int t = 0; t < x.Length; t++)
            {
                float h = v + (x[t] - (v - reset)) / 2f;
                float spike = h >= 1f ? 1f : 0f;
                v = spike * reset + (1f - spike) * h;
                expected[t] = v;
            }

            var layer = new Spiking<SpikingJelly.LIFNode>(1, new SpikingJelly.LIFNode { VReset = reset }, output: "V");
            Assert.Equal(expected, layer.Forward(new Signal((float[])x.Clone(), 4, 1, 1), false, OneThread).Data.ToArray());
            var neuron = new SpikingJelly.LIFNode { VReset = reset };
            Assert.Equal(expected, x.Select(value => neuron.Step(value).V));
            var integrator = new Spiking<SpikingJelly.IFNodeATan>(1, new SpikingJelly.IFNodeATan { VReset = reset }, output: "V");
            Assert.Equal([reset], integrator.Forward(new Signal(new float[1], 1, 1, 1), false, OneThread).Data.ToArray());
        }
    }

    private static Signal Random(int steps, int batch, int features)
    {
        var random = new Random(1);
        return new Signal(
            Enumerable.Range(0, steps * batch * features).Select(_ => 2f * random.NextSingle()).ToArray(), steps, batch, features);
    }

    private static void Compare<TNeuron>(
        Signal input, Signal output, Func<int, TNeuron> create, Func<TNeuron, float, float> step)
    {
        float[] actual = output.ToFloats().Data.ToArray();
        for (int b = 0; b < input.Batch; b++)
            for (int f = 0; f < input.Features; f++)
            {
                TNeuron neuron = create(f);
                for (int t = 0; t < input.Steps; t++)
                {
                    int at = (t * input.Batch + b) * input.Features + f;
                    Assert.Equal(step(neuron, input.Data.Span[at]), actual[at]);
                }
            }
    }
}

/// <summary>A leaky integrator whose decay differs between neurons and is not learned.</summary>
[Surrogate(Kind.None)]
public sealed partial class Leak
{
    [Parameter(PerNeuron = true)] public float Decay = 0.5f;
    [State] private float v;

    public float Step(float input)
    {
        v = Decay * v + input;
        return v;
    }
}
