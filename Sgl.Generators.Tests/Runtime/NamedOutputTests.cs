using Xunit;
using static Sgl.SpikeMath;

namespace Sgl.Tests.Runtime;

/// <summary>Populations of which several outputs are read, by name; <see cref="ScheduleTests"/> runs some under every schedule.</summary>
public class NamedOutputTests
{
    private const int Steps = 8;
    private const int Batch = 3;

    [Fact]
    public void Each_output_has_what_Step_returns()
    {
        NetworkNode soma = NetworkNode.Input(5).Then(new Spiking<ThreeOutputs>());
        using var network = new Network([soma.Output("trace"), soma, soma.Output("membrane")]);
        Assert.Equal(["trace", "output 1", "membrane"], network.Outputs.Select(output => output.Name));
        Signal input = Random(5, 1);
        IReadOnlyList<Signal> outputs = network.Forward([input]);
        for (int n = 0; n < Batch * 5; n++)
        {
            var neuron = new ThreeOutputs();
            for (int t = 0; t < Steps; t++)
            {
                (float spike, float membrane, float trace) = neuron.Step(input.At(t)[n]);
                Assert.Equal([trace, spike, membrane], outputs.Select(output => output.ToFloats().At(t)[n]));
            }
        }
    }

    /// <summary>Both outputs of smooth neurons, read by layers and by the caller.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_are_those_of_finite_differences(bool isCut)
    {
        NetworkNode input = NetworkNode.Input(4), leaky = input.Then(new Dense(6)).Then(new Spiking<Leaky>());
        NetworkNode energy = leaky.Output("energy");
        NetworkNode all = leaky.Then(new Dense(3)) + energy.Then(new Dense(3));
        using var network = new Network([all, energy], seed: 5, threads: 1) { Schedule = isCut ? Schedule.Chunked(3) : Schedule.LayerByLayer };
        NetworkDifferences.Expect(network, Random(4, 1));
    }

    /// <summary>The spike is discarded: neither written nor given a gradient.</summary>
    [Fact]
    public void An_output_that_alone_is_read_is_as_if_it_was_chosen()
    {
        NetworkNode hidden = NetworkNode.Input(5).Then(new Dense(16));
        var network = new Network(hidden.Then(new Spiking<ThreeOutputs>(output: "membrane")).Then(new Dense(9)), seed: 2);
        for (int i = 0; i < network.Parameters.Count; i++) Named().Parameters[i].Value.CopyTo(network.Parameters[i].Value); // not from one seed
        float[] chosen = Train(network);
        float[] named = Train(Named());
        Bits.Same(chosen, named);
        NetworkPlan plan = Named().Plan(Steps, Batch);
        Assert.Equal(0, Buffer(plan, "output"));
        Assert.Equal(4 * Steps * Batch * 16, Buffer(plan, "output membrane"));
        Assert.DoesNotContain(plan.Layers[1].Buffers, buffer => buffer.Name == "output trace");
        Bits.Same(named, Train(Named(), new Recorder(Steps)));

        static Network Named() => new(
            NetworkNode.Input(5).Then(new Dense(16)).Then(new Spiking<ThreeOutputs>()).Output("membrane").Then(new Dense(9)), seed: 2);

        static long Buffer(NetworkPlan plan, string name) => plan.Layers[1].Buffers.Single(buffer => buffer.Name == name).Bytes;
    }

    [Fact]
    public void Outputs_are_observed_and_have_a_loss_each()
    {
        NetworkNode soma = NetworkNode.Input(5).Then(new Dense(16)).Then(new Spiking<ThreeOutputs>(), "soma");
        NetworkNode membrane = soma.Output("membrane");
        Assert.Equal("soma.membrane", membrane.Name);
        using var network = new Network([soma, membrane], seed: 2);
        var recorder = new Recorder(Steps);
        using (network.Observe(recorder))
        {
            IReadOnlyList<BatchResult> results = network.TrainStep(
                [Random(5, 1)],
                [
                    new Objective(new RateCrossEntropy(), new[] { 0, 1, 2 }) { Output = "soma" },
                    new Objective(new MaxOverTimeCrossEntropy(), new[] { 2, 1, 0 }) { Output = "soma.membrane", Weight = 0.5f },
                ],
                new Adam());
            Assert.All(results, result => Assert.True(result.Loss > 0));
        }

        Assert.Equal("Spiking<ThreeOutputs>(16).membrane", network.Layers[2].ToString());
        Assert.Contains("membrane", network.Summary().ToString(), StringComparison.Ordinal);
        Assert.Contains(Enumerable.Range(0, Steps), t => recorder[2].Outputs.At(t)[0] != 0f);
    }

    [Fact]
    public void Devices_have_the_bits_of_the_processor()
    {
        float[] expected = Run(Device.Cpu);
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Bits.Same(expected, Run(device));

        // No products, whose last bits differ; the spike is read as bits by one population and as floats by another.
        static float[] Run(Device device)
        {
            NetworkNode soma = NetworkNode.Input(8).Then(new Spiking<ThreeOutputs>());
            NetworkNode membrane = soma.Output("membrane"), trace = soma.Output("trace");
            NetworkNode read = (membrane + trace).Then(new Spiking<ThreeOutputs>()).Output("trace");
            using var network = new Network([soma, read], device: device);
            IReadOnlyList<Signal> outputs = network.Forward([Random(8, 1)], training: true);
            network.Backward([Random(8, 2), Random(8, 3)]);
            return
            [
                .. outputs.SelectMany(output => output.ToFloats().Data.ToArray()),
                .. network.Parameters.SelectMany(parameter => parameter.Gradient.ToArray()),
            ];
        }
    }

    [Fact]
    public void A_checkpoint_and_a_stream_take_them()
    {
        string file = Path.GetTempFileName();
        try
        {
            using Network saved = Create(1), loaded = Create(2);
            new Checkpoint(saved).Save(file);
            new Checkpoint(loaded).Load(file);
            Signal input = Random(5, 1);
            Bits.Same(saved.Forward(input).Data.Span, loaded.Forward(input).Data.Span);
            Stepper stream = loaded.OpenStream();
            Signal all = saved.Forward(input);
            for (int t = 0; t < Steps; t++) Bits.Same(all.At(t), stream.Step(input.Slice(t, 1)).Data.Span);
        }
        finally
        {
            File.Delete(file);
        }

        static Network Create(int seed) => new(
            NetworkNode.Input(5).Then(new Dense(16)).Then(new Spiking<ThreeOutputs>()).Output("trace"), seed);
    }

    [Fact]
    public void An_output_that_is_not_there_is_named_with_those_that_are()
    {
        NetworkNode input = NetworkNode.Input(5), soma = input.Then(new Spiking<ThreeOutputs>(), "soma");
        Expect(() => soma.Output("Membrane"), "soma [5] has no output 'Membrane'; it has spike, membrane, trace.");
        Expect(() => input.Output("spike"), "input [5] has no output 'spike'; it is an input of the network.");
        Expect(() => input.Then(new Dense(3)).Output("spike"), "has no output 'spike'; it has output.");
        Expect(
            () => input.Then(new Recurrent<ThreeOutputs>(output: "membrane")).Output("spike"),
            "has no output 'spike'; it has membrane.");
        Assert.Same(soma, soma.Output("spike"));
        Assert.Same(soma.Output("trace"), soma.Output("trace"));
        NetworkNode chosen = input.Then(new Spiking<ThreeOutputs>(output: "trace"));
        Assert.Same(chosen, chosen.Output("trace"));
        Assert.NotSame(chosen, chosen.Output("spike"));

        static void Expect(Func<object> create, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    private static Signal Random(int features, ulong seed) => new(Bits.Random(Steps * Batch * features, seed), Steps, Batch, features);

    private static float[] Train(Network network, PassObserver? observer = null)
    {
        IDisposable? observed = observer is null ? null : network.Observe(observer);
        var optimizer = new Adam(0.01f);
        for (int step = 0; step < 3; step++)
            network.TrainStep(Random(5, (ulong)step), [0, 1, 2], new MembraneCrossEntropy(), optimizer);
        float[] all = [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray().Concat(parameter.Gradient.ToArray()))];
        observed?.Dispose();
        network.Dispose();
        return all;
    }
}

[Surrogate(Kind.ATan, Alpha = 2)]
internal sealed partial class ThreeOutputs
{
    [Parameter(Learnable = true, Min = 0f, Max = 1f)] public float Beta = 0.8f;
    [State] private float v;
    [State] private float filtered;

    public (float spike, float membrane, float trace) Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - 0.6f), membrane = v;
        v -= Detach(spike) * 0.6f;
        filtered = 0.7f * filtered + spike;
        return (spike, membrane, filtered);
    }
}
