using Xunit;

namespace Sgl.Tests;

/// <summary>Tapes in the place of currents, and gradients in that of tapes: only where nobody else looks, and with the same bits.</summary>
public class InPlaceTests
{
    private const int Steps = 25, Batch = 4, Inputs = 40, Neurons = 24;

    // Floats are multiplied, few spikes are summed by the neurons, a constant input has no plane that a tape could take.
    public static readonly TheoryData<string> Currents = [nameof(Analog), nameof(Sparse), nameof(Constant)];

    [Theory]
    [MemberData(nameof(Currents))]
    public void A_network_has_the_bits_of_its_layers(string current)
    {
        Signal input = Input(current);
        float[] expected = Everything(Layers(), input);
        for (int threads = 1; threads <= 3; threads++) Bits.Same(expected, Everything(Network(threads), input));
    }

    /// <summary>A training step writes the gradient of weights over that of the last one, instead of adding to zeros.</summary>
    [Theory]
    [MemberData(nameof(Currents))]
    public void A_training_step_has_the_gradients_of_its_passes(string current)
    {
        Signal input = Input(current);
        var loss = new RateCrossEntropy();
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4) })
        {
            Network expected = Network(threads: 1), actual = Network(threads: 2);
            (expected.Schedule, actual.Schedule) = (schedule, schedule);
            foreach (Parameter parameter in actual.Parameters) parameter.Gradient.Span.Fill(float.NaN); // of a step before
            actual.TrainStep(input, [0, 1, 2, 3], loss, new Sgd(0f));

            Signal output = expected.Forward(input, training: true);
            var gradient = new float[output.Data.Length];
            loss.Evaluate(output, [0, 1, 2, 3], gradient);
            expected.Backward(new Signal(gradient, output.Steps, output.Batch, output.Features));
            foreach ((Parameter e, Parameter a) in expected.Parameters.Zip(actual.Parameters))
                Bits.Same(e.Gradient.Span, a.Gradient.Span);
            Assert.Contains(actual.Parameters[0].Gradient.ToArray(), value => value != 0);
        }
    }

    /// <summary>The gradient of a constant current is a sum, that of another one is not.</summary>
    [Fact]
    public void A_current_that_changes_is_as_in_a_new_network_after_one_that_does_not()
    {
        Network network = Network(threads: 1);
        Everything(network, Constant());
        foreach (Parameter parameter in network.Parameters) parameter.ZeroGradient();
        Bits.Same(Everything(Network(threads: 1), Analog()), Everything(network, Analog()));
    }

    [Fact]
    public void No_tape_takes_the_place_of_a_current_that_backward_reads()
    {
        Layer[] Create() => [new Dense(Inputs, Neurons), new Spiking<SavingLeaky>(Neurons)];
        Layer[] layers = Create();
        var network = new Network(Create(), threads: 1);
        foreach ((Parameter to, Parameter from) in layers.SelectMany(layer => layer.Parameters).Zip(network.Parameters))
            from.Value.CopyTo(to.Value);
        network.Forward(Analog(), training: true);
        network.Backward(Gradient());

        var workers = new Workers(1);
        layers[1].Forward(layers[0].Forward(Analog(), true, workers), true, workers);
        layers[0].Backward(layers[1].Backward(Gradient(), true, workers), false, workers);
        foreach ((Parameter actual, Parameter expected) in network.Parameters.Zip(layers.SelectMany(layer => layer.Parameters)))
            Bits.Same(expected.Gradient.Span, actual.Gradient.Span);
    }

    [Fact]
    public void A_forgotten_gradient_is_zero_unless_it_is_taken()
    {
        var parameter = new Parameter("p", 3);
        parameter.Gradient.Span.Fill(2);
        parameter.ForgetGradient();
        Assert.Equal([0, 0, 0], parameter.Gradient.ToArray());
        parameter.Gradient.Span.Fill(2);
        parameter.ForgetGradient();
        Assert.Equal([2, 2, 2], parameter.TakeGradient(out bool accumulate).ToArray());
        Assert.False(accumulate);
        Assert.Equal([2, 2, 2], parameter.TakeGradient(out accumulate).ToArray());
        Assert.True(accumulate);
    }

    [Fact]
    public void A_tape_takes_no_memory_beside_the_current()
    {
        Network network = Network(threads: 1);
        network.Forward(Analog(), training: true);
        network.Backward(Gradient());
        long plane = sizeof(float) * Steps * Batch * Neurons; // of currents in the first layer, of spikes in the second
        foreach (Layer layer in network.Layers) Assert.InRange(Buffers.BytesOf(layer), plane, 2 * plane - 1);
        string plan = network.Plan(Steps, Batch).ToString();
        Assert.Contains("tape of v1, in place of the input", plan, StringComparison.Ordinal);
        Assert.Contains("gradient of input, in place of the tape of v1", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_caller_gives_is_left_alone()
    {
        Signal input = Plane(Neurons, 1), gradient = Gradient();
        (float[] x, float[] dy) = (input.Data.ToArray(), gradient.Data.ToArray());
        Layer[] layers = [new Spiking<Lif>(Neurons), new Spiking<Lif>(Neurons)];
        var network = new Network(layers, threads: 1);
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4) })
        {
            network.Schedule = schedule;
            network.Forward(input, training: true);
            network.Backward(gradient);
            Bits.Same(x, input.Data.Span);
            Bits.Same(dy, gradient.Data.Span);
        }

        layers[1].Forward(input, training: true, new Workers(1)); // outside of the network
        Bits.Same(x, input.Data.Span);
    }

    [Fact]
    public void An_own_layer_keeps_its_output_unless_it_releases_it()
    {
        foreach (bool releases in new[] { false, true })
        {
            var doubled = new Doubled(releases);
            var network = new Network([doubled, new Spiking<Lif>(Neurons)], threads: 1);
            Signal input = Plane(Neurons, 1);
            network.Forward(input, training: true);
            float[] expected = [.. input.Data.ToArray().Select(value => 2 * value)];
            Assert.Equal(releases, !expected.AsSpan().SequenceEqual(doubled.Values));
        }
    }

    /// <summary>Every chunk of time reads it again.</summary>
    [Fact]
    public void What_is_computed_once_for_all_steps_is_left_alone()
    {
        foreach (bool isConstant in new[] { false, true })
        {
            var doubled = new Doubled(releases: true);
            var network = new Network([new Dense(Inputs, Neurons), doubled], threads: 1);
            network.Forward(isConstant ? Constant() : Analog(), training: true);
            Assert.Equal(!isConstant, doubled.MayReuse);
        }
    }

    [Fact]
    public void Observers_see_the_current()
    {
        Signal input = Analog();
        float[] expected = Layers()[0].Forward(input, training: true, new Workers(1)).Data.ToArray();
        var seen = new List<float[]>();
        Network network = Network(threads: 1);
        using (network.Observe(new InputObserver(seen))) network.Forward(input, training: true);
        Bits.Same(expected, Assert.Single(seen));
    }

    [Fact]
    public void A_layer_goes_back_once()
    {
        var layer = new Spiking<Lif>(Neurons);
        var workers = new Workers(1);
        layer.Forward(Plane(Neurons, 1), training: true, workers);
        layer.Backward(Gradient(), needsInputGradient: true, workers);
        string again = Assert.Throws<InvalidOperationException>(
            () => layer.Backward(Gradient(), needsInputGradient: true, workers)).Message;
        Assert.Contains("Spiking<Lif>(24)", again, StringComparison.Ordinal);
        Assert.Contains("has gone back already", again, StringComparison.Ordinal);
    }

    private static Signal Input(string current) => current switch
    {
        nameof(Analog) => Analog(),
        nameof(Sparse) => Sparse(),
        _ => Constant(),
    };

    private static Signal Analog() => Plane(Inputs, 1);

    private static Signal Sparse() => SpikeCurrentTests.Input(Steps, Batch, Inputs);

    private static Signal Constant() => new(Bits.Random(Batch * Inputs, 1), Steps, Batch, Inputs, isConstant: true);

    private static Signal Gradient() => Plane(Neurons, 2);

    private static Signal Plane(int features, ulong seed) =>
        new(Bits.Random(Steps * Batch * features, seed, -0.5f), Steps, Batch, features);

    private static Layer[] Layers()
    {
        Layer[] layers = [new Dense(Inputs, Neurons), new Spiking<Lif>(Neurons)];
        layers[0].Initialize(new CounterRandom(3));
        foreach (ref float weight in layers[0].Parameters[0].Value.Span) weight *= 4f; // strong enough to make spikes
        return layers;
    }

    // Of the same weights, which a network has initialized anew.
    private static Network Network(int threads)
    {
        var network = new Network(Layers(), threads: threads);
        foreach ((Parameter to, Parameter from) in network.Parameters.Zip(Layers()[0].Parameters)) from.Value.CopyTo(to.Value);
        return network;
    }

    private static float[] Everything(Network network, Signal input)
    {
        float[] spikes = network.Forward(input, training: true).Data.ToArray();
        Assert.Contains(1f, spikes);
        network.Backward(Gradient());
        return [.. spikes, .. network.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
    }

    private static float[] Everything(Layer[] layers, Signal input)
    {
        var workers = new Workers(1);
        float[] spikes = layers[1].Forward(layers[0].Forward(input, true, workers), true, workers).Data.ToArray();
        layers[0].Backward(layers[1].Backward(Gradient(), true, workers), false, workers);
        return
        [
            .. spikes,
            .. layers.SelectMany(layer => layer.Parameters).SelectMany(parameter => parameter.Gradient.ToArray()),
        ];
    }

    /// <summary>Twice the input.</summary>
    private sealed class Doubled(bool releases) : Layer(Neurons, Neurons)
    {
        public float[] Values { get; private set; } = [];

        public bool MayReuse { get; private set; }

        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override LayerTraits Traits => releases ? LayerTraits.ReleasesOutput : LayerTraits.None;

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            MayReuse = pass.Edges.MayOverwriteInput;
            Values = [.. input.Data.ToArray().Select(value => 2 * value)];
            return new Signal(Values, input.Steps, input.Batch, input.Features, input.IsConstant);
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => default;
    }

    private sealed class InputObserver(List<float[]> seen) : PassObserver
    {
        protected internal override void OnForward(LayerForward pass)
        {
            if (pass.Index == 1) seen.Add(pass.Input.Data.ToArray());
        }
    }
}
