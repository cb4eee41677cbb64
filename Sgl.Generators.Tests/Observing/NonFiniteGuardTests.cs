using Xunit;

namespace Sgl.Tests.Observing;

public class NonFiniteGuardTests
{
    private static readonly int[] Labels = [0, 1, 2];

    public static readonly TheoryData<int> Chunks = [1, 4, 100];

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Finds_nothing_in_a_sound_network(int chunk)
    {
        foreach (string layers in new[] { "Feedforward", "Looped", "Direct" })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = Schedule.Chunked(chunk);
            using IDisposable observation = network.Observe(new NonFiniteGuard());
            for (int i = 0; i < 3; i++) Assert.True(double.IsFinite(Train(network, ScheduleTests.Input()).Loss));
        }
    }

    [Fact]
    public void An_infinite_state_is_no_fault_as_long_as_all_it_leads_to_is_a_number()
    {
        var network = new Network([new Spiking<MultipliedReset>(4), new Dense(4, 3)]);
        var input = new float[11 * 3 * 4];
        input[(3 * 3 + 1) * 4 + 2] = float.MinValue; // below the threshold for good
        using IDisposable observation = network.Observe(new NonFiniteGuard());
        Assert.True(double.IsFinite(Train(network, new Signal(input, 11, 3, 4)).Loss));
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Names_an_input_that_is_not_a_number(int chunk)
    {
        Signal input = ScheduleTests.Input();
        input.Data.Span[(5 * 3 + 2) * 5 + 4] = float.NaN; // step 5, sample 2, feature 4
        NonFiniteException e = Expect("Feedforward", chunk, input);
        Assert.Equal((0, "input", 5, 2, 4), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
        Assert.True(double.IsNaN(e.OffendingNumber));
        Assert.Contains("Layer 0, Dense(5 → 8): input of neuron 4 of sample 2 is NaN at time step 5.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Names_a_parameter_that_is_not_finite(int chunk)
    {
        NonFiniteException e = Expect(
            "Feedforward", chunk, ScheduleTests.Input(), network => network.Parameters[0].Value.Span[2 * 5 + 3] = float.PositiveInfinity);
        Assert.Equal((0, "weight[2, 3]", null, null, null), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
        Assert.Equal(double.PositiveInfinity, e.OffendingNumber);
    }

    /// <summary>A membrane potential of NaN never spikes, so the output shows nothing.</summary>
    [Theory]
    [MemberData(nameof(Chunks))]
    public void Names_the_first_step_of_a_state_that_is_not_a_number(int chunk)
    {
        Network network = new Network([new Spiking<MultipliedReset>(4), new Dense(4, 3)]) { Schedule = Schedule.Chunked(chunk) };
        var input = new float[11 * 3 * 4];
        input[(3 * 3 + 1) * 4 + 2] = float.MaxValue;
        NonFiniteException e = Expect(network, new Signal(input, 11, 3, 4));

        // As a neuron object has it.
        var neuron = new MultipliedReset();
        var states = new float[1];
        int first = Enumerable.Range(0, 11).First(t =>
        {
            neuron.Step(input[(t * 3 + 1) * 4 + 2]);
            ReadStates(neuron, states);
            return float.IsNaN(states[0]);
        });
        Assert.Equal((0, "state v", first, 1, 2), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
    }

    [Theory]
    [MemberData(nameof(Chunks))]
    public void Names_an_output(int chunk)
    {
        var network = new Network([new Spiking<Leaky>(5, output: "energy"), new Dense(5, 3)]) { Schedule = Schedule.Chunked(chunk) };
        var values = new float[11 * 3 * 5];
        values[(6 * 3 + 1) * 5 + 3] = 1e30f; // whose square is too large
        NonFiniteException e = Expect(network, new Signal(values, 11, 3, 5));
        Assert.Equal((0, "output", 6, 1, 3), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
        Assert.Equal(double.PositiveInfinity, e.OffendingNumber);
    }

    [Fact]
    public void Names_a_gradient()
    {
        // Finite forward, but not back: the weights take the gradient beyond the largest number.
        Network network = new Network([new Dense(1, 1, bias: false), new Dense(1, 1, bias: false), new Dense(1, 2, bias: false)]);
        foreach (Parameter parameter in network.Parameters) parameter.Value.Span.Fill(1f);
        network.Parameters[2].Value.Span[0] = 3e38f;
        network.Parameters[2].Value.Span[1] = -3e38f;
        network.Parameters[1].Value.Span[0] = 1e-30f;
        using IDisposable observation = network.Observe(new NonFiniteGuard());
        network.Forward(new Signal(new[] { 1f }, 1, 1, 1), training: true);
        NonFiniteException e = Assert.Throws<NonFiniteException>(() => network.Backward(new Signal(new[] { 1f, -1f }, 1, 1, 2)));
        Assert.Equal((1, "gradient of the output", 0, 0, 0), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
        network.Forward(new Signal(new[] { 1f }, 1, 1, 1), training: true);
        e = Assert.Throws<NonFiniteException>(() => network.Backward(new Signal(new[] { 1f, float.NaN }, 1, 1, 2)));
        Assert.Equal((2, "gradient of the output", 0, 0, 1), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron));
        network.Parameters[2].Value.Span.Fill(3e8f);
        network.Forward(new Signal(new[] { 3e38f }, 1, 1, 1), training: true);
        e = Assert.Throws<NonFiniteException>(() => network.Backward(new Signal(new[] { 3e15f, 3e15f }, 1, 1, 2)));
        Assert.Equal((1, "gradient of weight[0, 0]"), (e.Layer, e.Quantity));
    }

    [Fact]
    public void Training_goes_on_afterwards_with_the_bits_of_one_that_never_met_it()
    {
        Assert.Equal(Train(meets: false), Train(meets: true));

        float[] Train(bool meets)
        {
            Network network = ScheduleTests.Create("Looped");
            using IDisposable observation = network.Observe(new NonFiniteGuard());
            var adam = new Adam();
            Signal bad = ScheduleTests.Input();
            bad.Data.Span[40] = float.PositiveInfinity;
            network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), adam);
            if (meets)
                Assert.Throws<NonFiniteException>(() => network.TrainStep(bad, Labels, new MembraneCrossEntropy(), adam));
            network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), adam);
            return [.. network.Parameters.SelectMany(p => p.Value.ToArray())];
        }
    }

    private static BatchResult Train(Network network, Signal input) =>
        network.TrainStep(input, Labels, new MembraneCrossEntropy(), new Sgd(1e-6f));

    private static NonFiniteException Expect(string layers, int chunk, Signal input, Action<Network>? spoil = null)
    {
        Network network = ScheduleTests.Create(layers);
        network.Schedule = Schedule.Chunked(chunk);
        spoil?.Invoke(network);
        return Expect(network, input);
    }

    // The pass ends, and no parameter has changed.
    private static NonFiniteException Expect(Network network, Signal input)
    {
        float[] before = [.. network.Parameters.SelectMany(p => p.Value.ToArray())];
        using IDisposable observation = network.Observe(new NonFiniteGuard());
        NonFiniteException e = Assert.Throws<NonFiniteException>(() => Train(network, input));
        Bits.Same(before, [.. network.Parameters.SelectMany(p => p.Value.ToArray())]);
        return e;
    }

    private static void ReadStates<TNeuron>(TNeuron neuron, float[] states)
        where TNeuron : class, INeuron<TNeuron> => TNeuron.ReadStates(neuron, states);
}

/// <summary>A neuron whose reset multiplies, so that ∞ becomes NaN.</summary>
[Surrogate(Kind.ATan)]
internal sealed partial class MultipliedReset
{
    [State] private float v;

    public float Step(float x)
    {
        v += 10f * x;
        float spike = SpikeMath.Spike(v - 1f);
        v *= 1f - SpikeMath.Detach(spike);
        return spike;
    }
}
