using Xunit;

namespace Sgl.Tests.Runtime;

/// <summary>Layers that call layers of their own, against the same network of nodes.</summary>
public class InnerLayerTests
{
    private const int Steps = 9;
    private const int Batch = 3;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 9)]
    public void A_block_trains_as_its_layers_do(int threads, int stepsPerChunk)
    {
        using Network block = Create(threads, stepsPerChunk), nodes = CreateOfNodes(threads, stepsPerChunk);
        Copy(block, nodes);
        Assert.Equal(Train(nodes), Train(block));
        Stepper stream = block.OpenStream(), expected = nodes.OpenStream();
        for (int t = 0; t < Steps; t++)
            Bits.Same(expected.Step(Input(1).Slice(t, 1)).ToFloats().Data.Span, stream.Step(Input(1).Slice(t, 1)).ToFloats().Data.Span);
    }

    [Fact]
    public void Its_parameters_are_listed_initialized_and_counted_once()
    {
        using Network network = Create(1, Steps);
        var block = (ResidualBlock)network.Layers[1];
        Assert.Equal(
            [
                .. network.Layers[0].Parameters, block.Gain, block.Dense.Weight, block.Dense.Bias!, .. block.Neurons.Parameters,
                .. network.Layers[2].Parameters, .. network.Layers[3].Parameters,
            ],
            network.Parameters);
        Assert.Contains(block.Dense.Weight.Value.ToArray(), weight => weight != 0f);
        Assert.NotEqual(network.Parameters[0].Value.ToArray()[..10], block.Dense.Weight.Value.ToArray()[..10]);
        Assert.Equal(1 + 12 * 12 + 12 + 12, network.Summary().Layers[1].Parameters);
        Assert.Equal(12 * 12, network.Summary().Layers[1].MultiplyAccumulates);
        Assert.Contains(network.Plan(Steps, Batch).Layers[1].Buffers, buffer => buffer.Name == "Spiking<Lif>(12): states");
        Assert.Equal(2L * Steps * Batch * 12, network.Plan(Steps, Batch).NeuronSteps);
    }

    [Fact]
    public void A_stream_goes_on_after_a_pass_of_another_batch()
    {
        using Network network = new(5, [new TwoPopulations()], seed: 2), undisturbed = new(5, [new TwoPopulations()], seed: 2);
        Stepper stream = network.OpenStream(), expected = undisturbed.OpenStream();
        for (int t = 0; t < Steps; t++)
        {
            var step = new Signal(Bits.Random(5, (ulong)t, 0, 2), 1, 1, 5);
            Bits.Same(expected.Step(step).ToFloats().Data.Span, stream.Step(step).ToFloats().Data.Span);
            network.Forward(Input(1));
        }
    }

    [Fact]
    public void A_checkpoint_has_what_is_within()
    {
        string file = Path.GetTempFileName();
        try
        {
            using Network saved = Create(1, Steps), loaded = Create(1, Steps, seed: 9);
            Train(saved);
            new Checkpoint(saved).Save(file);
            new Checkpoint(loaded).Load(file);
            Bits.Same(saved.Forward(Input(1)).Data.Span, loaded.Forward(Input(1)).Data.Span);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var layer = new SmoothBlock();
        layer.Build(4);
        layer.Dense.Initialize(new CounterRandom(1));
        IReadOnlyList<GradientDifference> differences = GradientCheck.Run(layer, new Signal(Bits.Random(3 * 2 * 4, 1), 3, 2, 4));
        Assert.Equal(4, differences.Select(difference => difference.Name).Distinct().Count()); // weight, bias, decay, input
        Assert.True(differences[0].Relative < 2e-3, differences[0].ToString());
    }

    [Fact]
    public void A_number_that_is_not_finite_is_found_within()
    {
        using Network network = Create(1, Steps);
        ((ResidualBlock)network.Layers[1]).Dense.Weight.Value.Span[3] = float.NaN;
        Assert.Contains("weight", Assert.Throws<NonFiniteException>(() => Train(network)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_within_is_in_one_network_and_on_the_processor()
    {
        var block = new ResidualBlock();
        using var network = new Network(5, [new Dense(12), block]);
        Assert.Contains(
            "is in another network", Assert.Throws<ArgumentException>(() => new Network(12, [block.Dense])).Message, StringComparison.Ordinal);
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        string message = Assert.Throws<NotSupportedException>(
            () => new Network(5, [new Dense(12), new ResidualBlock()], device: device)).Message;
        Assert.Contains("does not run on a device", message, StringComparison.Ordinal);
    }

    private static Network Create(int threads, int stepsPerChunk, int seed = 2) => new(
        5, [new Dense(12), new ResidualBlock(), new Spiking<Lif>(), new Dense(3)], seed, threads) { Schedule = Schedule.Chunked(stepsPerChunk) };

    // The same, with a population where the block's gain is: a factor of 1.
    private static Network CreateOfNodes(int threads, int stepsPerChunk)
    {
        NetworkNode first = NetworkNode.Input(5).Then(new Dense(12));
        NetworkNode block = first.Then(x => x.Then(new Dense(12), "dense").Then(new Spiking<Lif>()) + x, "block");
        return new(block.Then(new Spiking<Lif>()).Then(new Dense(3)), 2, threads) { Schedule = Schedule.Chunked(stepsPerChunk) };
    }

    private static void Copy(Network source, Network target)
    {
        Parameter[] from = [.. source.Parameters.Where(parameter => parameter.Name != "gain")];
        for (int i = 0; i < from.Length; i++) from[i].Value.CopyTo(target.Parameters[i].Value);
    }

    private static Signal Input(ulong seed)
    {
        float[] values = Bits.Random(Steps * Batch * 5, seed);
        return new Signal(values, Steps, Batch, 5);
    }

    // Loss, outputs and parameters; the gain is left out.
    private static float[] Train(Network network)
    {
        var optimizer = new Sgd(0.05f);
        List<float> all = [];
        for (int step = 0; step < 3; step++)
            all.Add((float)network.TrainStep(Input((ulong)step), [0, 1, 2], new MembraneCrossEntropy(), optimizer).Loss);
        all.AddRange(network.Forward(Input(7)).ToFloats().Data.ToArray());
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.Name != "gain"))
            all.AddRange([.. parameter.Value.Span, .. parameter.Gradient.Span]);
        return [.. all];
    }

    /// <summary>Two layers of states, of several sizes.</summary>
    private sealed class TwoPopulations : Layer
    {
        private readonly Spiking<LeakyReadout> _first = new();
        private readonly Dense _dense = new(3);
        private readonly Spiking<LeakyReadout> _second = new();

        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override IReadOnlyList<Layer> Inner => [_first, _dense, _second];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Shape BuildCore(Shape input)
        {
            _first.Build(input);
            _dense.Build(_first.OutputShape);
            _second.Build(_dense.OutputShape);
            return _second.OutputShape;
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            Signal current = _dense.Forward(_first.Forward(input, pass.IsTraining, pass.Workers), pass.IsTraining, pass.Workers);
            return _second.Forward(current, pass.IsTraining, pass.Workers);
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => throw new NotSupportedException();
    }

    /// <summary>x + Lif(W·x), with a gain of 1 that it does not use; its own list of parameters has one of the inner ones, too.</summary>
    private sealed class ResidualBlock : Layer
    {
        public Spiking<Lif> Neurons { get; } = new();

        public Dense Dense { get; } = new(12);

        public Parameter Gain { get; } = new("gain", 1);

        public override IReadOnlyList<Parameter> Parameters => [Gain, Dense.Weight];

        protected internal override IReadOnlyList<Layer> Inner => [Dense, Neurons];

        public override void Initialize(CounterRandom random) => Gain.Value.Span[0] = 1f;

        protected override Shape BuildCore(Shape input)
        {
            Dense.Build(input);
            Neurons.Build(Dense.OutputShape);
            return Neurons.OutputShape;
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            Signal current = Dense.Forward(input, pass.IsTraining, pass.Workers);
            return Sum(Neurons.Forward(current, pass.IsTraining, pass.Workers), input);
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass)
        {
            Signal gradient = Neurons.Backward(outputGradient, needsInputGradient: true, pass.Workers);
            return Sum(Dense.Backward(gradient, needsInputGradient: true, pass.Workers), outputGradient);
        }

        private static Signal Sum(Signal a, Signal b)
        {
            var sum = new float[a.Data.Length];
            for (int i = 0; i < sum.Length; i++) sum[i] = a.Data.Span[i] + b.Data.Span[i % b.Data.Length];
            return new Signal(sum, a.Steps, a.Batch, a.Features);
        }
    }

    /// <summary>A product and neurons without spikes.</summary>
    private sealed class SmoothBlock : Layer
    {
        private readonly Spiking<LeakyReadout> _neurons = new();

        public Dense Dense { get; } = new(3);

        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override IReadOnlyList<Layer> Inner => [Dense, _neurons];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Shape BuildCore(Shape input)
        {
            Dense.Build(input);
            _neurons.Build(Dense.OutputShape);
            return _neurons.OutputShape;
        }

        protected override Signal ForwardCore(Signal input, Pass pass) =>
            _neurons.Forward(Dense.Forward(input, pass.IsTraining, pass.Workers), pass.IsTraining, pass.Workers);

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) =>
            Dense.Backward(_neurons.Backward(outputGradient, needsInputGradient: true, pass.Workers), true, pass.Workers);
    }
}
