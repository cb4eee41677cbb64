using Sgl.Tests.Checkpoints;
using Xunit;

namespace Sgl.Tests;

/// <summary>What keeps buffers serves one thread at a time, and says so instead of computing with another thread's numbers.</summary>
public sealed class ThreadTests
{
    private static readonly int[] Labels = [0, 1, 2];

    private static Batch[] Batches => [new Batch(ScheduleTests.Input(), Labels)];

    private static Dictionary<string, Action<Network>> Calls => new()
    {
        ["Forward"] = network => network.Forward(ScheduleTests.Input()),
        ["Backward"] = network => network.Backward(new Signal(new float[11 * 3 * 3], 11, 3, 3)),
        ["TrainStep"] = network => network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), new Sgd(0f)),
        ["TrainStep of values"] = network =>
            network.TrainStep(new ConstantEncoder(), new float[15], 2, Labels, new RateCrossEntropy(), new Sgd(0f)),
        ["Evaluate"] = network => network.Evaluate(ScheduleTests.Input(), Labels, new RateCrossEntropy()),
        ["Train"] = network => network.Train(Batches, new RateCrossEntropy(), new Sgd(0f)),
        ["EvaluateAll"] = network => network.EvaluateAll(Batches, new RateCrossEntropy()),
        ["Step"] = network => network.OpenStream().Step(ScheduleTests.Input().Slice(0, 1)),
        ["Observe"] = network => network.Observe(new ActivityReport()),
        ["Schedule"] = network => network.Schedule = Schedule.Chunked(2),
        ["CopyToDevice"] = network => network.CopyToDevice(),
        ["Save"] = network => Save(network),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_in_a_pass_of_another_thread_refuses(string call)
    {
        Network network = ScheduleTests.Create("Feedforward");
        var pause = new Pause();
        IDisposable observation = network.Observe(pause);
        pause.During(
            () => network.Forward(ScheduleTests.Input()),
            () =>
            {
                InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Calls[call](network));
                Assert.Contains("The network is in use on another thread", e.Message, StringComparison.Ordinal);
                Assert.Contains("a network of its own", e.Message, StringComparison.Ordinal);
                Assert.Throws<InvalidOperationException>(observation.Dispose);
            });
        observation.Dispose();
        network.Forward(ScheduleTests.Input(), training: true);
        Calls[call](network);
    }

    [Fact]
    public void A_network_between_two_steps_of_another_thread_refuses_too()
    {
        Network network = ScheduleTests.Create("Feedforward");
        var pause = new Pause();
        pause.During(
            () => network.Train(Batches, new RateCrossEntropy(), new Sgd(0f), pause),
            () => Assert.Throws<InvalidOperationException>(() => network.Forward(ScheduleTests.Input())));
        pause.During(
            () => network.EvaluateAll(Batches, new RateCrossEntropy(), pause),
            () => Assert.Throws<InvalidOperationException>(() => network.Forward(ScheduleTests.Input())));
        network.Forward(ScheduleTests.Input());
    }

    [Fact]
    public void Calls_of_the_same_thread_nest_between_steps_but_not_within_a_pass()
    {
        Network network = ScheduleTests.Create("Feedforward");
        int calls = 0;
        var progress = new Now<BatchResult>(_ =>
        {
            foreach (string call in Calls.Keys.Where(call => call is not "Backward"))
            {
                Calls[call](network);
                calls++;
            }
        });
        network.Train(Batches, new RateCrossEntropy(), new Sgd(0f), progress);
        Assert.True(calls > 9);

        foreach (string call in new[] { "Forward", "Backward", "Train", "TrainStep", "Evaluate", "EvaluateAll", "Step", "Observe" })
        {
            network = ScheduleTests.Create("Feedforward");
            using IDisposable observation = network.Observe(new Calling(() => Calls[call](network)));
            string message = Assert.Throws<InvalidOperationException>(() => network.Forward(ScheduleTests.Input())).Message;
            Assert.Contains("in the middle of a pass", message, StringComparison.Ordinal);
        }

        network = ScheduleTests.Create("Feedforward");
        using (network.Observe(new Calling(() => _ = network.Parameters[0].Value))) network.Forward(ScheduleTests.Input());
    }

    [Fact]
    public void An_output_outlives_the_passes_of_other_threads()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal output = network.Forward(ScheduleTests.Input());
        float[] expected = output.Data.ToArray();
        Signal other = default;
        var thread = new Thread(() => other = network.Forward(new Signal(Bits.Random(11 * 3 * 5, 8), 11, 3, 5)));
        thread.Start();
        thread.Join();
        Assert.NotEqual(expected, other.Data.ToArray());
        Bits.Same(expected, output.Data.Span);
    }

    [Fact]
    public void Losses_optimizers_encoders_and_layers_refuse_too()
    {
        var (loss, optimizer, encoder, layer) = (new Slow(), new SlowOptimizer(), new SlowEncoder(), new SlowLayer());
        Expect("The Slow ", loss.Pause, () => loss.Evaluate(One(), [0], new float[1]), () => loss.Scores(One(), new float[1]));
        Expect("The SlowOptimizer ", optimizer.Pause, () => optimizer.Step([new Parameter("p", 1)]));
        Expect("The SlowEncoder ", encoder.Pause, () => encoder.Encode([1f], 1, 1, 1));
        Expect(
            "SlowLayer(1 → 1) ", layer.Pause,
            () => layer.Forward(One(), training: true, new Workers(1)),
            () => layer.Backward(One(), false, new Workers(1)));

        static void Expect(string name, Pause pause, params Action[] calls) => pause.During(calls[0], () =>
        {
            foreach (Action call in calls)
            {
                string message = Assert.Throws<InvalidOperationException>(call).Message;
                Assert.StartsWith($"{name}is in use on another thread", message, StringComparison.Ordinal);
            }
        });
    }

    /// <summary>The signal is in the encoder's memory until the network has computed with it.</summary>
    [Fact]
    public void An_encoder_serves_one_network_until_its_step_ends()
    {
        var encoder = new PoissonEncoder(1);
        Network first = ScheduleTests.Create("Feedforward"), second = ScheduleTests.Create("Feedforward");
        foreach (Action<Network> call in new Action<Network>[]
        {
            network => network.TrainStep(encoder, new float[15], 2, Labels, new RateCrossEntropy(), new Sgd(0f)),
            network => network.Evaluate(encoder, new float[15], 2, Labels, new RateCrossEntropy()),
        })
        {
            var pause = new Pause();
            using IDisposable observation = first.Observe(pause);
            pause.During(
                () => call(first),
                () => Assert.Contains(
                    "The PoissonEncoder is in use", Assert.Throws<InvalidOperationException>(() => call(second)).Message, StringComparison.Ordinal));
            call(second);
        }
    }

    private static void Save(Network network)
    {
        using var folder = new TemporaryFolder();
        new Checkpoint(network).Save(folder["network.safetensors"]);
    }

    private static Signal One() => new(new float[1], 1, 1, 1);

    /// <summary>Stops another thread in the middle, or between two steps.</summary>
    internal sealed class Pause : PassObserver, IProgress<BatchResult>
    {
        private TaskCompletionSource _reached = new(), _goOn = new();
        private bool _isWanted;

        /// <summary>Whether the other thread may go on.</summary>
        public bool IsOver { get; private set; }

        /// <summary>Does something while another thread is stopped in the middle of something else.</summary>
        public void During(Action other, Action here)
        {
            Exception? thrown = null;
            (_isWanted, _reached, _goOn) = (true, new TaskCompletionSource(), new TaskCompletionSource());
            var thread = new Thread(() =>
            {
                try
                {
                    other();
                }
                catch (Exception e)
                {
                    thrown = e;
                }

                _reached.TrySetResult();
            });
            thread.Start();
            _reached.Task.Wait();
            try
            {
                here();
            }
            finally
            {
                IsOver = true;
                _goOn.SetResult();
                thread.Join();
            }

            Assert.Null(thrown);
        }

        public void Stop()
        {
            if (!_isWanted) return;
            _isWanted = false;
            _reached.SetResult();
            _goOn.Task.Wait();
        }

        public void Report(BatchResult value) => Stop();

        protected internal override void OnForward(LayerForward pass) => Stop();
    }

    internal sealed class Calling(Action call) : PassObserver
    {
        protected internal override void OnForward(LayerForward pass) => call();
    }

    private sealed class Now<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }

    private sealed class Slow : Loss
    {
        public Pause Pause { get; } = new();

        protected override void Compute(Backend ops, LossPass pass)
        {
            Pause.Stop();
            ops.Fill(0f, pass.Gradient);
        }
    }

    private sealed class SlowOptimizer() : Optimizer(1f)
    {
        public Pause Pause { get; } = new();

        protected override void Update(Backend ops, ParameterUpdate parameter) => Pause.Stop();
    }

    private sealed class SlowEncoder : Encoder
    {
        public Pause Pause { get; } = new();

        protected override void Fill(ReadOnlySpan<float> values, Span<float> data) => Pause.Stop();
    }

    private sealed class SlowLayer() : Layer(1, 1)
    {
        public Pause Pause { get; } = new();

        public override IReadOnlyList<Parameter> Parameters => [];

        public override string ToString() => "SlowLayer(1 → 1)";

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            Pause.Stop();
            return input;
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => outputGradient;
    }
}
