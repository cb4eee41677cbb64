using Xunit;

namespace Sgl.Tests;

public class ScheduleTests
{
    private const int Steps = 11;
    private const int Batch = 3;
    private static readonly int[] Labels = [0, 1, 2];

    public static readonly TheoryData<bool, string> Cases = new()
    {
        { false, nameof(Feedforward) }, { true, nameof(Feedforward) }, { false, nameof(Looped) },
        { true, nameof(Looped) }, { false, nameof(Direct) }, { true, nameof(Direct) }, { false, nameof(Residual) },
        { true, nameof(Residual) }, { false, nameof(Branched) }, { true, nameof(Branched) }, { false, nameof(TwoInputs) },
        { true, nameof(TwoInputs) }, { false, nameof(Excited) }, { true, nameof(Excited) }, { false, nameof(Nested) },
        { true, nameof(Nested) }, { false, nameof(NamedOutputs) }, { true, nameof(NamedOutputs) }, { false, nameof(Channels) },
        { false, nameof(NamedInCycle) }, { true, nameof(NamedInCycle) }, { false, nameof(Scaled) }, { true, nameof(Scaled) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Chunks_give_the_same_bits(bool isConstant, string layers)
    {
        float[] expected = Train(Schedule.LayerByLayer, isConstant, layers);
        foreach (int steps in new[] { 1, 2, 3, 5, 10, 11, 20 })
            Bits.Same(expected, Train(Schedule.Chunked(steps), isConstant, layers));
        Bits.Same(expected, Train(Schedule.Truncated(11), isConstant, layers));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Chunks_have_the_same_bits_for_any_number_of_threads(bool isConstant, string layers) =>
        Bits.SameForAnyThreads(threads => Train(Schedule.Chunked(4), isConstant, layers, threads));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inference_in_chunks_gives_the_same_bits(bool isConstant, string layers)
    {
        Network network = Create(layers);
        Signal input = Input(isConstant);
        float[] expected = network.Forward(input).Data.ToArray();
        foreach (int steps in new[] { 1, 4, 10 })
        {
            network.Schedule = Schedule.Truncated(steps);
            Bits.Same(expected, network.Forward(input).Data.Span);
        }
    }

    [Fact]
    public void Another_schedule_cuts_the_next_pass()
    {
        Network network = Create(nameof(Looped));
        network.Forward(Input(), training: true);
        network.Schedule = Schedule.Truncated(2);
        float[] expected = Train(network, Input());
        Bits.Same(expected, Train(Schedule.Truncated(2), false, nameof(Looped)));
        Assert.NotEqual(expected, Train(Schedule.LayerByLayer, false, nameof(Looped)));
    }

    [Fact]
    public void Truncation_stops_gradients_and_lets_states_go_on()
    {
        float[] x = Bits.Random(5, 1);
        float[] weights = Bits.Random(5, 2);
        var network = new Network([new Spiking<Leaky>(1)], threads: 1) { Schedule = Schedule.Truncated(2) };
        float[] membrane = network.Forward(new Signal(x, 5, 1, 1), training: true).Data.ToArray();
        network.Backward(new Signal(weights, 5, 1, 1));

        // The same chunks as passes of their own, each from the state that the one before left.
        var beta = 0.0;
        var gain = 0.0;
        float state = new Leaky().U;
        foreach ((int start, int count) in new[] { (0, 2), (2, 2), (4, 1) })
        {
            var chunk = new Network([new Spiking<Leaky>(1, new Leaky { U = state })], threads: 1);
            Signal part = chunk.Forward(new Signal(x.AsMemory(start, count), count, 1, 1), training: true);
            Bits.Same(membrane.AsSpan(start, count), part.Data.Span);
            chunk.Backward(new Signal(weights.AsMemory(start, count), count, 1, 1));
            beta += chunk.Parameters[0].Gradient.Span[0];
            gain += chunk.Parameters[1].Gradient.Span[0];
            state = membrane[start + count - 1];
        }

        Bits.Near([beta], network.Parameters[0].Gradient.Span, 1e-6);
        Bits.Near([gain], network.Parameters[1].Gradient.Span, 1e-6);
    }

    [Fact]
    public void Auto_takes_the_largest_chunk_that_fits()
    {
        Network network = Create(nameof(Looped));
        long all = network.Plan(Steps, Batch).Bytes;
        Assert.Equal(Steps, network.Plan(Steps, Batch, Schedule.Auto(all)).StepsPerChunk);

        long three = network.Plan(Steps, Batch, Schedule.Chunked(3)).Bytes;
        NetworkPlan plan = network.Plan(Steps, Batch, Schedule.Auto(three));
        Assert.InRange(plan.StepsPerChunk, 3, Steps - 1);
        Assert.InRange(plan.Bytes, 0, three);
        for (int steps = plan.StepsPerChunk + 1; steps <= Steps; steps++)
            Assert.True(network.Plan(Steps, Batch, Schedule.Chunked(steps)).Bytes > three);

        Bits.Same(
            Train(Schedule.Chunked(plan.StepsPerChunk), false, nameof(Looped)),
            Train(Schedule.Auto(three), false, nameof(Looped)));
    }

    [Fact]
    public void Auto_says_what_is_needed_where_nothing_fits()
    {
        Network network = Create(nameof(Feedforward));
        network.Schedule = Schedule.Auto(1000);
        string message = Assert.Throws<InvalidOperationException>(() => network.Forward(Input())).Message;
        long least = Enumerable.Range(1, Steps).Min(steps => network.Plan(Steps, Batch, Schedule.Chunked(steps)).Bytes);
        Assert.Contains($"1000 bytes", message, StringComparison.Ordinal);
        Assert.Contains($"needs {least}", message, StringComparison.Ordinal);
        network.Schedule = Schedule.Auto(least);
        network.Forward(Input());
    }

    [Fact]
    public void Rejects_what_is_no_schedule_and_a_backward_pass_without_a_forward_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Chunked(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Truncated(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Auto(0));
        Network network = Create(nameof(Feedforward));
        network.Schedule = Schedule.Chunked(2);
        Signal output = network.Forward(Input());
        Assert.Throws<InvalidOperationException>(() => network.Backward(output));
        network.Forward(Input(), training: true);
        Assert.Throws<ArgumentException>(() => network.Backward(new Signal(new float[3], 1, 1, 3)));
        network.Backward(output);
        string again = Assert.Throws<InvalidOperationException>(() => network.Backward(output)).Message;
        Assert.Contains("it has been gone back through", again, StringComparison.Ordinal);
    }

    internal static Network Create(string layers, int threads = 1, Device? device = null)
    {
        Network network = layers switch
        {
            nameof(Feedforward) => new Network(Feedforward(), seed: 3, threads, device),
            nameof(Looped) => new Network(Looped(), seed: 3, threads, device),
            nameof(Direct) => new Network(Direct(), seed: 3, threads, device),
            nameof(Residual) => new Network(Residual(), seed: 3, threads, device),
            nameof(TwoInputs) => new Network(TwoInputs(), seed: 3, threads, device),
            nameof(Excited) => new Network(Excited(), seed: 3, threads, device),
            nameof(Nested) => new Network(Nested(), seed: 3, threads, device),
            nameof(NamedOutputs) => new Network(NamedOutputs(), seed: 3, threads, device),
            nameof(NamedInCycle) => new Network(NamedInCycle(), seed: 3, threads, device),
            nameof(Channels) => new Network((5, 1), Channels(), seed: 3, threads, device),
            nameof(Scaled) => new Network((5, 1), Scaled(), seed: 3, threads, device),
            _ => new Network(Branched(), seed: 3, threads, device),
        };

        // Strong enough to spike.
        foreach (Dense dense in network.Layers.OfType<Dense>())
            foreach (ref float weight in dense.Weight.Value.Span) weight *= 3;
        network.CopyToDevice();
        return network;
    }

    internal static Signal Input(bool isConstant = false) =>
        new(Bits.Random((isConstant ? 1 : Steps) * Batch * 5, 1), Steps, Batch, 5, isConstant);

    private static Layer[] Feedforward() =>
    [
        new Dense(5, 8), new Dense(8, 9), new Spiking<Lif>(9), new Dense(9, 300), new Spiking<Leaky>(300, output: "energy"),
        new Dense(300, 3, bias: false), new Spiking<LeakyReadout>(3),
    ];

    private static Layer[] Looped() =>
    [
        new Dense(5, 9), new Recurrent<Lif>(9), new Recurrent<RecomputingLeaky>(9), new Dense(9, 3),
        new Spiking<LeakyReadout>(3),
    ];

    private static Layer[] Direct() => [new Spiking<RecomputingLeaky>(5), new Recurrent<AdaptiveLif>(5), new Dense(5, 3)];

    /// <summary>Skip connections over a block of two populations, on spikes and on a product that is read three times.</summary>
    private static NetworkNode Residual()
    {
        NetworkNode current = NetworkNode.Input(5).Then(new Dense(16));
        NetworkNode spikes = current.Then(new Spiking<Lif>());
        NetworkNode block = spikes.Then(new Dense(24)).Then(new Spiking<SavingLeaky>()).Then(new Dense(16)).Then(new Spiking<Lif>());
        NetworkNode sum = (block + spikes) + current;
        return (sum + current).Then(new Dense(3)).Then(new Spiking<LeakyReadout>());
    }

    /// <summary>Neurons whose step has two arguments, of which the network's input may be one.</summary>
    private static NetworkNode TwoInputs()
    {
        NetworkNode input = NetworkNode.Input(5), drive = input.Then(new Dense(16));
        NetworkNode gate = drive.Then(new Spiking<LeakyReadout>());
        NetworkNode gated = NetworkNode.Of(
            new Spiking<Models.Gated>(), new Dictionary<string, NetworkNode> { ["gate"] = gate, ["input"] = drive });
        NetworkNode again = NetworkNode.Of(new Spiking<Models.Gated>(output: "membrane"), [gated.Then(new Dense(5)), input]);
        return again.Then(new Dense(3));
    }

    /// <summary>Populations of which all outputs are read, one output that is not returned, and both in turn.</summary>
    private static NetworkNode NamedOutputs()
    {
        NetworkNode input = NetworkNode.Input(5);
        NetworkNode first = NetworkNode.Of(new Spiking<Models.Gated>(), [input.Then(new Dense(16)), input.Then(new Dense(16))]);
        NetworkNode trace = first.Output("membrane").Then(new Spiking<Runtime.ThreeOutputs>()).Output("trace");
        NetworkNode last = (first.Then(new Dense(16)) + trace).Then(new Spiking<SavingLeaky>(output: "energy"));
        return last.Then(new Dense(3)) + last.Output("membrane").Then(new Dense(3));
    }

    /// <summary>Of neurons that feed one output back, another is read; and of others only one that comes back to themselves.</summary>
    private static NetworkNode NamedInCycle()
    {
        NetworkNode back = NetworkNode.Feedback(16, delay: 2), own = NetworkNode.Feedback(16);
        NetworkNode soma = (NetworkNode.Input(5).Then(new Dense(16)) + back).Then(new Spiking<Runtime.ThreeOutputs>());
        back.ComesFrom(soma.Output("trace").Then(new Dense(16)));
        NetworkNode trace = (soma + own).Then(new Spiking<Runtime.ThreeOutputs>()).Output("trace");
        own.ComesFrom(trace);
        return soma.Output("membrane").Then(new Dense(3)) + trace.Then(new Dense(3));
    }

    /// <summary>Parameters of channels, which a number of neurons that is no multiple of 8 has.</summary>
    private static Layer[] Channels() =>
        [new Spiking<Runtime.SmoothChannels>(), new Dense(24), new Spiking<Models.ByChannel>((4, 3, 2)), new Dense(3)];

    /// <summary>Factors of channels and, where there are none, of features, and a layer of a user.</summary>
    private static Layer[] Scaled() =>
        [new Scale(), new Dense(24), new Runtime.ChannelShift(), new Scale(), new Spiking<Models.ByChannel>((4, 3, 2)), new Scale(), new Dense(3)];

    /// <summary>Branches of the input that meet again, one of them twice, and a sum of what is constant and what is not.</summary>
    private static NetworkNode Branched()
    {
        NetworkNode input = NetworkNode.Input(5), product = input.Then(new Dense(9));
        NetworkNode left = product.Then(new Recurrent<AdaptiveLif>()), right = input.Then(new Dense(16)).Then(new Spiking<Lif>());
        NetworkNode direct = input.Then(new Spiking<Leaky>());
        NetworkNode all = NetworkNode.Concat(left, right, direct, product);
        NetworkNode mixed = (left + product).Then(new Dense(4));
        return NetworkNode.Concat(all.Then(new Dense(3)) + right.Then(new Dense(3)), mixed + mixed).Then(new Dense(3, bias: false));
    }

    /// <summary>Two populations that excite and inhibit each other with delays of 1 and 3, and a readout of one of them.</summary>
    private static NetworkNode Excited()
    {
        NetworkNode inhibition = NetworkNode.Feedback(12, delay: 3);
        NetworkNode excited = (NetworkNode.Input(5).Then(new Dense(12)) + inhibition).Then(new Spiking<Lif>());
        NetworkNode inhibiting = excited.Then(new Delay(1)).Then(new Dense(7)).Then(new Spiking<Lif>());
        inhibition.ComesFrom(inhibiting.Then(new Dense(12, bias: false)));
        return excited.Then(new Dense(3)).Then(new Spiking<LeakyReadout>());
    }

    /// <summary>
    /// Cycles within a cycle, with delays of their own for each value and delays of none; what is constant and what is not goes
    /// in, and spikes, sums and a delay come out.
    /// </summary>
    private static NetworkNode Nested()
    {
        NetworkNode input = NetworkNode.Input(5), drive = input.Then(new Dense(6)), spikes = drive.Then(new Spiking<Lif>());
        NetworkNode outer = NetworkNode.Feedback(6, new Delay([1, 2, 5, 1, 12, 3]), "outer");
        NetworkNode inner = NetworkNode.Feedback(6, delay: 2, "inner");
        NetworkNode leaky = ((drive + outer) + spikes.Then(new Dense(6))).Then(new Spiking<SavingLeaky>());
        NetworkNode gated = NetworkNode.Of(new Spiking<Models.Gated>(output: "membrane"), [leaky + inner, drive]);
        NetworkNode mixed = gated.Then(new Delay([0, 1, 0, 2, 0, 0])).Then(new Dense(6)).Then(new Spiking<AdaptiveLif>());
        inner.ComesFrom(mixed);
        outer.ComesFrom(mixed + spikes);
        NetworkNode late = spikes.Then(new Delay([3, 0, 1, 7, 2, 2]));
        return NetworkNode.Concat(gated, gated.Output("spike"), mixed.Then(new Dense(4)), outer, late, leaky.Then(new Delay(4))).Then(new Dense(3));
    }

    private static float[] Train(Schedule schedule, bool isConstant, string layers, int threads = 1)
    {
        Network network = Create(layers, threads);
        network.Schedule = schedule;
        return Train(network, Input(isConstant));
    }

    private static float[] Train(Network network, Signal input)
    {
        double loss = network.TrainStep(input, Labels, new MembraneCrossEntropy(), new Sgd(0.01f)).Loss;
        float[] gradients = [.. network.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
        Assert.Contains(gradients, value => value != 0);
        return [(float)loss, .. network.Forward(input).Data.Span, .. gradients];
    }
}
