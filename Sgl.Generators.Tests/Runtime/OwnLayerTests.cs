using Xunit;

namespace Sgl.Tests;

/// <summary>A layer that a user writes runs under every schedule, by what is public.</summary>
public class OwnLayerTests
{
    private const int Steps = 7;
    private const int Batch = 2;
    private const int Features = 3;

    [Fact]
    public void Its_states_go_on_from_chunk_to_chunk()
    {
        float[] expected = Train(Schedule.LayerByLayer);
        foreach (int steps in new[] { 1, 2, 3, 6 }) Bits.Same(expected, Train(Schedule.Chunked(steps)));

        // The running sum of a chunk alone is worth fewer steps of gradient.
        Assert.NotEqual(expected, Train(Schedule.Truncated(2)));
    }

    [Fact]
    public void It_can_be_run_step_by_step()
    {
        Network network = Create();
        Signal input = Input();
        float[] expected = network.Forward(input).Data.ToArray();
        Stepper stepper = network.OpenStream();
        Bits.Same(expected, [.. Enumerable.Range(0, Steps).SelectMany(t => stepper.Step(input.Slice(t, 1)).Data.ToArray())]);
    }

    [Fact]
    public void The_plan_counts_what_it_lists()
    {
        PlannedLayer layer = Create().Plan(Steps, Batch, Schedule.Chunked(2)).Layers[1];
        Assert.Equal([("sums", sizeof(float) * 2L * Batch * Features)], layer.Buffers.Select(b => (b.Name, b.Bytes)));
        Assert.Equal(PlannedRun.InChunks, layer.Run);
    }

    [Fact]
    public void What_it_returns_of_another_shape_is_refused_by_name()
    {
        foreach ((Signal output, Signal gradient, string expected) in new[]
        {
            (new Signal(new float[8 * 2 * 3], 8, 2, 3), default, "returned an output of [8, 2, 3]; [7, 2, 3] was asked of it."),
            (new Signal(new float[7 * 2 * 4], 7, 2, 4), default, "returned an output of [7, 2, 4]; [7, 2, 3] was asked of it."),
            (default, default, "returned an output of [0, 0, 0]; [7, 2, 3] was asked of it."),
            (new Signal(new float[7 * 2 * 3], 7, 2, 3), new Signal(new float[6 * 2 * 3], 6, 2, 3), "returned a gradient of the input of [6, 2, 3]; [7, 2, 3] was asked of it."),
        })
        {
            foreach (bool isFirst in new[] { true, false })
            {
                var layer = new Returning(output, gradient);
                if (isFirst && gradient.Steps > 0) continue; // the pass does not ask for it
                var network = new Network(isFirst ? [layer, new Dense(3, 3)] : [new Dense(3, 3), layer, new Dense(3, 3)]);
                var input = new Signal(new float[7 * 2 * 3], 7, 2, 3);
                string message = Assert.Throws<InvalidOperationException>(
                    () => network.TrainStep(input, [0, 2], new MembraneCrossEntropy(), new Sgd(0f))).Message;
                Assert.Equal($"Returning {expected}", message);
            }
        }
    }

    private sealed class Returning(Signal output, Signal gradient) : Layer(3, 3)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override string ToString() => "Returning";

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass) => output;

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => gradient;
    }

    private static float[] Train(Schedule schedule)
    {
        Network network = Create();
        network.Schedule = schedule;
        network.TrainStep(Input(), [0, 2], new MembraneCrossEntropy(), new Sgd(0f));
        return [.. network.Forward(Input()).Data.Span, .. network.Parameters.SelectMany(p => p.Gradient.ToArray())];
    }

    private static Network Create() => new([new Dense(4, Features), new RunningSum(), new Dense(Features, 3)], seed: 2);

    private static Signal Input() => new(Bits.Random(Steps * Batch * 4, 1), Steps, Batch, 4);

    /// <summary>The sum of all inputs so far.</summary>
    private sealed class RunningSum() : Layer(Features, Features)
    {
        private readonly LayerStates _states = new(Features, 0f);

        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override LayerStates States => _states;

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            _states.BeginForward(input.Batch);
            _states.Before[0].CopyTo(_states.Values[0]);
            return Sum(input, _states.Values[0].Span, Enumerable.Range(0, input.Steps));
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass)
        {
            _states.BeginBackward();
            return Sum(outputGradient, _states.Gradients[0].Span, Enumerable.Range(0, outputGradient.Steps).Reverse());
        }

        protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass) =>
            [PlannedBuffer.Floats("sums", (long)pass.Steps * pass.Batch * Features)];

        private static Signal Sum(Signal signal, Span<float> sum, IEnumerable<int> steps)
        {
            var sums = new float[signal.Steps * sum.Length];
            foreach (int t in steps)
            {
                for (int i = 0; i < sum.Length; i++) sum[i] += signal.At(t)[i];
                sum.CopyTo(sums.AsSpan(t * sum.Length));
            }

            return new Signal(sums, signal.Steps, signal.Batch, signal.Features);
        }
    }
}
