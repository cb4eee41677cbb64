using Xunit;

namespace Sgl.Tests.Observing;

public class RecorderTests
{
    private const int Batch = 3;
    private static readonly int[] Labels = [0, 1, 2];
    private static readonly int[] AllSamples = [0, 1, 2];

    public static TheoryData<bool, string> Cases => ScheduleTests.Cases;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spikes_and_states_are_those_of_neuron_objects(bool isConstant)
    {
        Network network = ScheduleTests.Create("Feedforward");
        Recorder recorder = Record(network, ScheduleTests.Input(isConstant));
        Assert.Contains(1f, recorder[2].Outputs.Data.ToArray());
        ExpectNeurons<Lif>(recorder[1].Outputs, recorder[2], "v", (neuron, x) => neuron.Step(x));
        ExpectNeurons<Leaky>(recorder[3].Outputs, recorder[4], "U", (neuron, x) => neuron.Step(x).energy);
        ExpectNeurons<LeakyReadout>(recorder[5].Outputs, recorder[6], "membrane", (neuron, x) => neuron.Step(x));
        ExpectDense((Dense)network.Layers[3], recorder[2].Outputs, recorder[3].Outputs);
        ExpectDense((Dense)network.Layers[5], recorder[4].Outputs, recorder[5].Outputs);
    }

    [Fact]
    public void Neurons_that_drive_themselves_are_recorded_with_their_last_output()
    {
        Network network = ScheduleTests.Create("Looped");
        Recorder recorder = Record(network, ScheduleTests.Input());
        LayerRecord record = recorder[1];
        Assert.Equal(["v", "last output"], record.StateNames);
        Bits.Same(record.Outputs.Data.Span, record.States("last output").Data.Span);
        Assert.Contains(1f, record.Outputs.Data.ToArray());
        ReadOnlyMemory<float> weights = ((Recurrent<Lif>)network.Layers[1]).Weight.Value;
        ExpectNeurons<Lif>(recorder[0].Outputs, record, "v", (neuron, x) => neuron.Step(x), weights);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_network_has_the_same_bits_observed_or_not(bool isConstant, string layers)
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(1), Schedule.Chunked(4), Schedule.Truncated(5) })
        {
            Bits.Same(Train(observed: false), Train(observed: true));

            float[] Train(bool observed)
            {
                Network network = ScheduleTests.Create(layers);
                network.Schedule = schedule;
                Signal input = ScheduleTests.Input(isConstant);
                using IDisposable? observation =
                    observed ? network.Observe(new Recorder(4) { RecordsStates = true }) : null;
                var adam = new Adam();
                double[] losses = [.. Enumerable.Range(0, 2).Select(
                    _ => network.TrainStep(input, Labels, new MembraneCrossEntropy(), adam).Loss)];
                Stepper stepper = network.OpenStream();
                return
                [
                    .. losses.Select(loss => (float)loss), .. network.Parameters.SelectMany(p => p.Value.ToArray()),
                    .. network.Forward(input).Data.Span, .. stepper.Step(input.Slice(0, 1)).Data.Span,
                    .. stepper.Step(input.Slice(1, 1)).Data.Span,
                ];
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_record_has_the_same_bits_under_every_schedule(bool isConstant, string layers)
    {
        float[] expected = Numbers(Record(ScheduleTests.Create(layers), ScheduleTests.Input(isConstant)));
        Assert.Contains(expected, value => value != 0);
        foreach (int steps in new[] { 1, 3, 4, 10 })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = Schedule.Chunked(steps);
            Bits.Same(expected, Numbers(Record(network, ScheduleTests.Input(isConstant))));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_stream_is_recorded_as_a_pass_is(bool isConstant, string layers)
    {
        Network network = ScheduleTests.Create(layers);
        Signal input = ScheduleTests.Input(isConstant);
        var (whole, streamed) = (NewRecorder(5, gradients: false), NewRecorder(5, gradients: false));
        using (network.Observe(whole)) network.Forward(input);
        using (network.Observe(streamed))
        {
            Stepper stepper = network.OpenStream();
            stepper.Step(input.Slice(1, 1));
            stepper.Reset();
            for (int t = 0; t < input.Steps; t++) stepper.Step(input.Slice(t, 1));
        }

        Assert.Equal(6, streamed[0].FirstStep);
        Bits.Same(Numbers(whole, gradients: false), Numbers(streamed, gradients: false));
    }

    [Fact]
    public void Gradients_add_up_to_those_of_the_parameters()
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4), Schedule.Truncated(5) })
        {
            Network network = ScheduleTests.Create("Feedforward");
            network.Schedule = schedule;
            Signal input = ScheduleTests.Input();
            Recorder recorder = Record(network, input);
            for (int i = 0; i < network.Layers.Count; i++)
            {
                if (network.Layers[i] is not Dense dense) continue;
                Signal gradient = recorder[i].Gradients;
                Signal x = i == 0 ? input : recorder[i - 1].Outputs;
                double[] bias = new double[dense.Outputs], weight = new double[dense.Outputs * dense.Inputs];
                for (int row = 0; row < input.Steps * Batch; row++)
                for (int o = 0; o < dense.Outputs; o++)
                {
                    double g = gradient.Data.Span[row * dense.Outputs + o];
                    bias[o] += g;
                    for (int k = 0; k < dense.Inputs; k++) weight[o * dense.Inputs + k] += g * x.Data.Span[row * dense.Inputs + k];
                }

                Assert.Contains(weight, value => value != 0);
                Bits.Near(weight, dense.Weight.Gradient.Span, 1e-5);
                if (dense.Bias is not null) Bits.Near(bias, dense.Bias.Gradient.Span, 1e-5);
            }
        }
    }

    [Fact]
    public void The_gradient_of_what_runs_once_is_the_sum_over_time()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Recorder recorder = Record(network, ScheduleTests.Input(isConstant: true));
        Signal first = recorder[0].Gradients, second = recorder[1].Gradients;
        Assert.True(first.IsConstant);
        Assert.False(second.IsConstant);
        float[] bias = ((Dense)network.Layers[0]).Bias!.Gradient.ToArray();
        Bits.Near([.. Enumerable.Range(0, 8).Select(o => Enumerable.Range(0, Batch).Sum(b => (double)first.Data.Span[b * 8 + o]))], bias, 1e-5);
    }

    [Fact]
    public void A_record_that_begins_within_a_stream_has_no_steps_before_it()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal input = ScheduleTests.Input();
        Stepper stepper = network.OpenStream();
        for (int t = 0; t < 3; t++) stepper.Step(input.Slice(t, 1));
        Recorder recorder = NewRecorder(20, gradients: false);
        using (network.Observe(recorder))
            for (int t = 3; t < 5; t++) stepper.Step(input.Slice(t, 1));
        Assert.Equal((3, 2), (recorder[2].FirstStep, recorder[2].Steps));
        Bits.Same(network.Forward(input).Data.Span.Slice(3 * 9, 2 * 9), recorder[6].Outputs.Data.Span);
    }

    [Fact]
    public void A_forward_pass_forgets_the_gradients_before_it()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Recorder recorder = NewRecorder(20);
        using IDisposable observation = network.Observe(recorder);
        foreach (bool isConstant in new[] { true, false })
        {
            network.TrainStep(ScheduleTests.Input(isConstant), Labels, new MembraneCrossEntropy(), new Sgd(0f));
            Assert.Equal(isConstant, recorder[0].Gradients.IsConstant);
        }

        network.Forward(ScheduleTests.Input(), training: true);
        foreach (int layer in new[] { 0, 2 }) Assert.Throws<InvalidOperationException>(() => recorder[layer].Gradients);
    }

    [Fact]
    public void A_current_that_neurons_compute_is_recorded_too()
    {
        Signal input = SpikeCurrentTests.Input(steps: 40, batch: 3, features: 130);
        var dense = new Dense(130, 2048);
        Layer[] layers = [dense, new Spiking<Lif>(2048), new Dense(2048, 2)];
        var network = new Network(layers, seed: 1, threads: 1);
        Assert.NotNull(new Chain(layers, isJoined: true, new Workers(1)).Forward(input, count: 1).Pending);
        Recorder recorder = NewRecorder(40, gradients: false);
        using (network.Observe(recorder)) network.Forward(input);
        var alone = new Dense(130, 2048);
        dense.Weight.Value.CopyTo(alone.Weight.Value);
        dense.Bias!.Value.CopyTo(alone.Bias!.Value);
        Bits.Same(alone.Forward(input, training: false, new Workers(1)).Data.Span, recorder[0].Outputs.Data.Span);
        ExpectNeurons<Lif>(recorder[0].Outputs, recorder[1], "v", (neuron, x) => neuron.Step(x));
    }

    [Fact]
    public void Memory_is_bounded_by_steps_samples_and_neurons()
    {
        const int Kept = 10;
        var network = new Network([new Dense(4, 20), new Spiking<Lif>(20), new Dense(20, 3)], seed: 1) { Schedule = Schedule.Chunked(7) };
        var input = new Signal(Bits.Random(500 * 2 * 4, 2, 0, 3), 500, 2, 4);
        var all = new Recorder(500) { Samples = [0, 1], RecordsStates = true };
        var some = new Recorder(Kept) { Samples = [1], Neurons = [7, 2], Layers = [1, 2], RecordsStates = true };
        using (network.Observe(all))
        using (network.Observe(some))
            for (int i = 0; i < 3; i++) network.TrainStep(input, [0, 1], new MembraneCrossEntropy(), new Sgd(0f));

        // Output and gradient, and of the neurons one state; of 3 outputs, neuron 7 is none.
        Assert.Equal(sizeof(float) * Kept * (3 * 2 + 2 * 1), some.Bytes);
        Assert.Equal((490, 10, 2, 1), (some[1].FirstStep, some[1].Steps, some[1].Neurons.Count, some[2].Neurons.Count));
        Assert.Contains(1f, some[1].Outputs.Data.ToArray());
        foreach ((Signal kept, Signal whole) in new[]
        {
            (some[1].Outputs, all[1].Outputs), (some[1].Gradients, all[1].Gradients), (some[1].States("v"), all[1].States("v")),
        })
        {
            for (int t = 0; t < Kept; t++)
            {
                ReadOnlySpan<float> row = whole.At(490 + t);
                Bits.Same([row[20 + 7], row[20 + 2]], kept.At(t));
            }
        }
    }

    [Fact]
    public void An_observation_ends_when_it_is_disposed_of()
    {
        Network network = ScheduleTests.Create("Feedforward");
        var recorder = new Recorder(20);
        IDisposable observation = network.Observe(recorder);
        network.Forward(ScheduleTests.Input());
        float[] seen = recorder[6].Outputs.Data.ToArray();
        observation.Dispose();
        observation.Dispose();
        network.Forward(ScheduleTests.Input(isConstant: true));
        Bits.Same(seen, recorder[6].Outputs.Data.Span);

        // And may begin again.
        using (network.Observe(recorder))
        {
            observation.Dispose(); // of the first one, which is over
            network.Forward(ScheduleTests.Input(isConstant: true));
        }

        Assert.NotEqual(seen, recorder[6].Outputs.Data.ToArray());
    }

    [Fact]
    public void Says_what_cannot_be_recorded()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recorder(0));
        foreach ((Recorder wrong, string words) in new (Recorder, string)[]
        {
            (new Recorder(1) { Layers = [0, 7] }, "7 among its layers; the network has 7"),
            (new Recorder(1) { Layers = [] }, "no layers"),
            (new Recorder(1) { Samples = [-1] }, "-1 among its samples"),
            (new Recorder(1) { Samples = [2, 2] }, "twice"),
            (new Recorder(1) { Neurons = [100] }, "Layer 0, Dense(5 → 8), has none of neurons 100"),
        })
        {
            string message = Assert.Throws<ArgumentException>(() => network.Observe(wrong)).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
        }

        var recorder = new Recorder(3) { Samples = [0, 3], Layers = [2] };
        Assert.Throws<ArgumentNullException>(() => network.Observe(null!));
        using (network.Observe(recorder))
        {
            Assert.Throws<InvalidOperationException>(() => network.Observe(recorder));
            string message = Assert.Throws<InvalidOperationException>(() => network.Forward(ScheduleTests.Input())).Message;
            Assert.Contains("sample 3; the batch has 3", message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidOperationException>(() => ScheduleTests.Create("Direct").Observe(recorder));
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder[0]);
        var fresh = new Recorder(3) { RecordsGradients = false };
        using (network.Observe(fresh))
        {
            Assert.Throws<InvalidOperationException>(() => fresh[0].Outputs);
            network.Forward(ScheduleTests.Input());
        }

        Assert.Throws<InvalidOperationException>(() => fresh[0].Gradients);
        Assert.Contains("RecordsStates", Assert.Throws<ArgumentException>(() => fresh[2].States("v")).Message, StringComparison.Ordinal);
        var late = new Recorder(3) { RecordsStates = true };
        using (network.Observe(late)) network.Forward(ScheduleTests.Input(), training: true);
        Assert.Throws<InvalidOperationException>(() => late[0].Gradients);
        Assert.Throws<ArgumentException>(() => late[2].States("w"));
    }

    internal static Recorder NewRecorder(int steps, bool gradients = true) =>
        new(steps) { Samples = AllSamples, RecordsStates = true, RecordsGradients = gradients };

    internal static Recorder Record(Network network, Signal input)
    {
        Recorder recorder = NewRecorder(input.Steps);
        using (network.Observe(recorder)) network.TrainStep(input, Labels, new MembraneCrossEntropy(), new Sgd(0f));
        return recorder;
    }

    // All that was recorded of all layers.
    internal static float[] Numbers(Recorder recorder, bool gradients = true)
    {
        List<float> numbers = [];
        for (int i = 0; i < recorder.Network!.Layers.Count; i++)
        {
            LayerRecord record = recorder[i];
            numbers.AddRange(record.Outputs.Data.Span);
            if (gradients) numbers.AddRange(record.Gradients.Data.Span);
            foreach (string name in record.StateNames) numbers.AddRange(record.States(name).Data.Span);
        }

        return [.. numbers];
    }

    // A neuron object for each neuron of each sample, driven by what was recorded before it.
    private static void ExpectNeurons<TNeuron>(
        Signal input, LayerRecord record, string state, Func<TNeuron, float, float> step, ReadOnlyMemory<float> recurrent = default)
        where TNeuron : class, INeuron<TNeuron>, new()
    {
        int neurons = record.Neurons.Count;
        int index = TNeuron.Info.States.IndexOf(state);
        Signal outputs = record.Outputs, states = record.States(state);
        TNeuron[] objects = [.. Enumerable.Range(0, input.Batch * neurons).Select(_ => new TNeuron())];
        var values = new float[TNeuron.Info.States.Length];
        for (int t = 0; t < input.Steps; t++)
        for (int i = 0; i < objects.Length; i++)
        {
            float x = input.At(t)[i];
            for (int k = 0; t > 0 && k < neurons && !recurrent.IsEmpty; k++)
                x += recurrent.Span[i % neurons * neurons + k] * outputs.At(t - 1)[i / neurons * neurons + k];
            float output = step(objects[i], x);
            TNeuron.ReadStates(objects[i], values);
            float tolerance = recurrent.IsEmpty ? 0f : 1e-5f;
            Assert.Equal(output, outputs.At(t)[i], tolerance);
            Assert.Equal(values[index], states.At(t)[i], tolerance);
        }
    }

    private static void ExpectDense(Dense dense, Signal input, Signal output)
    {
        var expected = new double[output.Data.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            (int row, int o) = (i / dense.Outputs, i % dense.Outputs);
            expected[i] = dense.Bias?.Value.Span[o] ?? 0;
            for (int k = 0; k < dense.Inputs; k++)
                expected[i] += (double)dense.Weight.Value.Span[o * dense.Inputs + k] * input.Data.Span[row * dense.Inputs + k];
        }

        Bits.Near(expected, output.Data.Span, 1e-4);
    }
}
