using Sgl.Tests.Devices;
using Xunit;

namespace Sgl.Tests.Checkpoints;

/// <summary>Training that was stopped and goes on from a file has the bits of training that was not.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
public sealed class ResumeTests(CpuAcceleratorDevice accelerator) : IDisposable
{
    private const int Inputs = 5;
    private const int Steps = 9;
    private const int Batch = 4;
    private static readonly int[] Labels = [0, 1, 2, 1];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "Adam")]
    [InlineData(false, "Sgd")]
    [InlineData(true, "Adam")]
    [InlineData(true, "Sgd")]
    public void Goes_on_with_the_same_bits(bool onDevice, string optimizer)
    {
        Device device = onDevice ? accelerator.Device : Device.Cpu;
        var whole = new Run(device, optimizer, seed: 1);
        float[] expected = whole.Train(7).State();

        var first = new Run(device, optimizer, seed: 1);
        first.Train(3);
        first.Checkpoint.Save(_folder["run"]);

        // Of another seed, already trained, and with another learning rate: all of it is replaced.
        var second = new Run(device, optimizer, seed: 2);
        second.Train(2);
        second.Optimizer.LearningRate = 0.5f;
        second.Checkpoint.Load(_folder["run"]);
        Assert.Equal(3, second.Done[0]);
        Bits.Same(first.State(), second.State());
        Bits.Same(expected, second.Train(4).State());
        Bits.Same(expected, first.Train(4).State());
        Assert.NotEqual(expected, new Run(device, optimizer, seed: 1).Train(6).State());
    }

    [Fact]
    public void Goes_on_on_another_device()
    {
        var first = new Run(Device.Cpu, "Adam", seed: 1);
        first.Train(3);
        first.Checkpoint.Save(_folder["processor"]);
        var second = new Run(accelerator.Device, "Adam", seed: 2);
        second.Checkpoint.Load(_folder["processor"]);
        second.Checkpoint.Save(_folder["device"]);
        Assert.Equal(Data(_folder["processor"]), Data(_folder["device"]));
        double[] expected = [.. first.Train(1).State().Select(value => (double)value)];
        Bits.Near(expected, second.Train(1).State(), 2e-4);
    }

    [Fact]
    public void Saves_what_an_optimizer_has_not_seen_yet_as_nothing()
    {
        var fresh = new Run(Device.Cpu, "Adam", seed: 1);
        fresh.Checkpoint.Save(_folder["run"]);
        float[] expected = fresh.Train(3).State();
        var trained = new Run(Device.Cpu, "Adam", seed: 1);
        trained.Train(2);
        trained.Checkpoint.Load(_folder["run"]);
        Bits.Same(expected, trained.Train(3).State());
    }

    [Fact]
    public void Loads_the_network_alone_from_a_file_that_has_more()
    {
        var trained = new Run(Device.Cpu, "Adam", seed: 1);
        trained.Train(2);
        trained.Checkpoint.Save(_folder["run"]);
        Network network = CreateNetwork(Device.Cpu, seed: 9);
        new Checkpoint(network).Load(_folder["run"]);
        Bits.Same(Values(trained.Network), Values(network));
    }

    [Fact]
    public void Keeps_values_that_are_no_numbers()
    {
        var odd = new[] { float.NaN, BitConverter.Int32BitsToSingle(0x7FA12345), -0f, float.NegativeInfinity };
        var network = new Network([new Dense(2, 2, bias: false)]);
        odd.CopyTo(network.Parameters[0].Value);
        new Checkpoint(network).Save(_folder["odd"]);
        var other = new Network([new Dense(2, 2, bias: false)]);
        new Checkpoint(other).Load(_folder["odd"]);
        Bits.Same(odd, other.Parameters[0].Value.Span);
    }

    [Fact]
    public void Takes_an_optimizer_and_a_layer_that_a_user_wrote()
    {
        float[] expected = TrainOwn(5, _ => { });
        float[] resumed = TrainOwn(2, checkpoint => checkpoint.Save(_folder["own"]));
        Assert.NotEqual(expected, resumed);
        Bits.Same(expected, TrainOwn(3, _ => { }, before: checkpoint => checkpoint.Load(_folder["own"])));
    }

    [Fact]
    public void Never_loses_what_an_encoder_does_not_tell()
    {
        Network network = CreateNetwork(Device.Cpu, seed: 1);
        string message = Assert.Throws<NotSupportedException>(
            () => new Checkpoint(network, encoder: new SecretiveEncoder()).Save(_folder["none"])).Message;
        Assert.Contains("SecretiveEncoder does not say what it remembers", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Needs_a_name_for_each_array()
    {
        Network network = CreateNetwork(Device.Cpu, seed: 1);
        var checkpoint = new Checkpoint(network, null, null, new SavedArray("a", new long[1]), new SavedArray("a", new double[2]));
        string message = Assert.Throws<InvalidOperationException>(() => checkpoint.Save(_folder["none"])).Message;
        Assert.Contains("'progress.a' occurs twice", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SavedArray("", new long[1]));
        message = Assert.Throws<ArgumentException>(() => new SavedArray("b", new float[6], 2, 2)).Message;
        Assert.Contains("'b' has 6 values, which are not [2, 2]", message, StringComparison.Ordinal);
    }

    private static byte[] Data(string path)
    {
        using CheckpointFile file = CheckpointFile.Open(path);
        return [.. file.Header.Tensors.SelectMany(file.Read)];
    }

    private static float[] TrainOwn(int count, Action<Checkpoint> after, Action<Checkpoint>? before = null)
    {
        var network = new Network([new Dense(3, 2), new Counting()], seed: 4);
        var optimizer = new OwnOptimizer();
        var checkpoint = new Checkpoint(network, optimizer);
        before?.Invoke(checkpoint);
        var input = new Signal(Bits.Random(2 * 3, 1), 1, 2, 3);
        for (int i = 0; i < count; i++) network.TrainStep(input, [0, 1], new RateCrossEntropy(), optimizer);
        after(checkpoint);
        return Values(network);
    }

    private static float[] Values(Network network) =>
        [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    // A recurrent population with several states, a logistic bound, a shared and a per-neuron parameter.
    private static Network CreateNetwork(Device device, int seed) => new(
        [new Dense(Inputs, 6), new Recurrent<AdaptiveLif>(6), new Dense(6, 7), new Spiking<ParametricLif>(7), new Dense(7, 3), new Spiking<LeakyReadout>(3)],
        seed, threads: 1, device);

    /// <summary>Training on batches in an order that a seed and the number of batches determine.</summary>
    private sealed class Run
    {
        private readonly float[] _values = Bits.Random(8 * Batch * Inputs, 5, 0, 1);
        private readonly Encoder _encoder;

        public Run(Device device, string optimizer, int seed)
        {
            Network = CreateNetwork(device, seed);
            Optimizer = optimizer == "Adam" ? new Adam(0.02f) : new Sgd(0.05f, momentum: 0.9f);
            _encoder = new PoissonEncoder(seed);
            Checkpoint = new Checkpoint(Network, Optimizer, _encoder, new SavedArray("done", Done));
        }

        public Network Network { get; }

        public Optimizer Optimizer { get; }

        public Checkpoint Checkpoint { get; }

        public long[] Done { get; } = new long[1];

        public Run Train(int count)
        {
            for (; count > 0; count--)
            {
                int[] order = [.. Enumerable.Range(0, 8)];
                new CounterRandom(7).Stream((ulong)Done[0]++).Shuffle<int>(order);
                ReadOnlySpan<float> batch = _values.AsSpan(order[0] * Batch * Inputs, Batch * Inputs);
                Network.TrainStep(_encoder, batch, Steps, Labels, new MembraneCrossEntropy(), Optimizer);
            }

            return this;
        }

        public float[] State()
        {
            return [.. Values(Network), Optimizer.LearningRate, Done[0]];
        }
    }

    /// <summary>Adds up gradients, as Adagrad adds up their squares.</summary>
    private sealed class OwnOptimizer() : Optimizer(0.1f)
    {
        protected internal override IReadOnlyList<string> StateNames => ["sum"];

        protected override void Update(Backend ops, ParameterUpdate parameter)
        {
            ops.Add(parameter.States[0], parameter.Gradient, parameter.States[0]);
            ops.AddScaled(parameter.States[0], -LearningRate, parameter.Value);
        }
    }

    private sealed class SecretiveEncoder : Encoder
    {
        protected override void Fill(ReadOnlySpan<float> values, Span<float> data)
        {
        }
    }

    /// <summary>Multiplies by the number of its training passes, which is no parameter.</summary>
    private sealed class Counting() : Layer(2, 2)
    {
        private readonly float[] _passes = new float[1];

        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override IReadOnlyList<SavedArray> Saved => [new("passes", _passes)];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            if (pass.IsTraining) _passes[0]++;
            return Scaled(input);
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) =>
            Scaled(outputGradient);

        private Signal Scaled(Signal signal) => new(
            signal.Data.ToArray().Select(value => value * _passes[0]).ToArray(), signal.Steps, signal.Batch, signal.Features);
    }
}
