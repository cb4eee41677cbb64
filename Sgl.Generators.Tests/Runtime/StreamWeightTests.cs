using System.Buffers;
using Sgl.Tests.Backends;
using Sgl.Tests.Checkpoints;
using Sgl.Tests.Devices;
using Xunit;

namespace Sgl.Tests;

/// <summary>
/// A stream keeps weights packed from step to step. After any change of the weights, its next step computes with the new ones.
/// </summary>
[Collection(nameof(CpuAcceleratorGroup))]
public sealed class StreamWeightTests(CpuAcceleratorDevice device)
{
    private static readonly Signal Input = new(
        Bits.Random(12 * 40, seed: 1, low: 0, high: 1).Select(draw => draw < 0.2 ? 1f : 0f).ToArray(), 12, 1, 40);

    [Fact]
    public void Training_steps() => Expect((network, _) =>
    {
        foreach (Optimizer optimizer in new Optimizer[] { new Adam(0.05f), new Sgd(0.5f), new Lion(0.05f) })
            network.TrainStep(Input, [1], new RateCrossEntropy(), optimizer);
    });

    [Fact]
    public void Training_steps_on_several_threads() => Expect(
        (network, _) => network.TrainStep(Input, [1], new RateCrossEntropy(), new Adam(0.05f)), threads: 2);

    [Fact]
    public void An_optimizer_by_itself() => Expect((network, _) =>
    {
        foreach (Parameter parameter in network.Parameters) parameter.Gradient.Span.Fill(1f);
        new Sgd(0.1f).Step(network.Parameters);
    });

    [Fact]
    public void Initialize() => Expect((network, _) =>
    {
        foreach (Layer layer in network.Layers) layer.Initialize(new CounterRandom(99));
    });

    [Fact]
    public void A_checkpoint() => Expect((network, _) =>
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "other.safetensors");
        using (Network other = Create(seed: 8)) new Checkpoint(other).Save(path);
        new Checkpoint(network).Load(path);
    });

    [Fact]
    public void A_span_of_the_values() => Expect((network, _) => First(network).Value.Span[..40].Fill(0.5f));

    [Fact]
    public void Memory_that_was_taken_before_the_stream_began() => Expect((_, held) => held.Span.Reverse());

    [Fact]
    public void A_part_of_such_memory() => Expect((_, held) => held[10..200].Span.Fill(0.3f));

    [Fact]
    public void A_copy_into_such_memory() => Expect((_, held) => new float[held.Length].AsMemory().CopyTo(held));

    [Fact]
    public void A_pointer_may_write()
    {
        var parameter = new Parameter("weight", 3);
        long before = parameter.Version;
        using MemoryHandle handle = parameter.Value.Pin();
        Assert.NotEqual(before, parameter.Version);
    }

    [Fact]
    public void The_bias() => Expect((network, _) => First(network, parameter: 1).Value.Span.Fill(0.4f));

    [Fact]
    public void Another_network_of_the_same_layers_on_a_device()
    {
        Network network = Create();
        Outputs(network.OpenStream());
        network.Dispose();
        using (var placed = new Network([.. network.Layers], seed: 3, threads: 1, device: device.Device, reuse: Reuse.Weights))
            placed.TrainStep(Input, [1], new RateCrossEntropy(), new Adam(0.05f));
        using var back = new Network([.. network.Layers], seed: 3, threads: 1, reuse: Reuse.Weights);
        float[] expected = back.Forward(Input).Data.ToArray();
        Bits.Same(expected, Outputs(back.OpenStream()));
    }

    [Fact]
    public void A_stream_that_stands_still_packs_nothing_anew()
    {
        using Network network = Create();
        Stepper stream = network.OpenStream();
        Outputs(stream);
        long before = First(network).Version;
        Outputs(stream);
        network.Forward(Input);
        network.Evaluate(Input, [1], new RateCrossEntropy());
        Assert.Equal(before, First(network).Version);
    }

    [Fact]
    public void Only_a_network_with_a_stream_keeps_weights_twice_and_its_plan_says_so()
    {
        using Network network = Create();
        network.TrainStep(Input, [1], new RateCrossEntropy(), new Sgd(0.1f));
        Assert.DoesNotContain("packed for streams", network.Plan(12, 1).ToString(), StringComparison.Ordinal);
        Assert.Equal(Buffers.BytesOf(network), network.Plan(12, 1).Bytes);
        Outputs(network.OpenStream());
        Assert.Contains("weights, packed for streams", network.Plan(12, 1).ToString(), StringComparison.Ordinal);
        
        // And the output that the stream's caller was given.
        Assert.Equal(Buffers.BytesOf(network), network.Plan(12, 1).Bytes + 4 * sizeof(float));
    }

    // A recurrent population, too, and two products, of which the last one has few outputs.
    private static Network Create(int seed = 3, int threads = 1)
    {
        var network = new Network(
            [
                new Dense(40, 24), new Spiking<Lif>(24), new Dense(24, 20), new Recurrent<Lif>(20), new Dense(20, 4),
                new Spiking<LeakyReadout>(4),
            ],
            seed,
            threads);
        foreach (Layer layer in network.Layers)
            if (layer is not Spiking<Lif>)
                foreach (ref float weight in layer.Parameters.Count > 0 ? layer.Parameters[0].Value.Span : default) weight *= 4f;
        return network;
    }

    private static Parameter First(Network network, int parameter = 0) => network.Layers[0].Parameters[parameter];

    private static float[] Outputs(Stepper stream)
    {
        stream.Reset();
        return [.. Enumerable.Range(0, Input.Steps).SelectMany(t => stream.Step(Input.Slice(t, 1)).Data.ToArray())];
    }

    // An open stream sees the change at once, as a whole pass does; and it changes something.
    private static void Expect(Action<Network, Memory<float>> change, int threads = 1)
    {
        using Network network = Create(threads: threads);
        Memory<float> held = First(network).Value;
        Stepper stream = network.OpenStream();
        float[] before = Outputs(stream);
        Bits.Same(network.Forward(Input).Data.Span, before);
        for (int again = 0; again < 2; again++)
        {
            stream.Step(Input.Slice(0, 1));
            change(network, held);
            float[] after = Outputs(stream);
            Bits.Same(network.Forward(Input).Data.Span, after);
            if (again == 0) Assert.NotEqual(before, after);
        }
    }
}
