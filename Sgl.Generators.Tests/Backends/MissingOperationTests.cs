using Xunit;

namespace Sgl.Tests.Backends;

/// <summary>A backend that lacks an operation says so before a training step computes anything.</summary>
public sealed class MissingOperationTests
{
    private static readonly int[] Labels = [0, 1, 2];

    [Theory]
    [InlineData("CrossEntropy", "RateCrossEntropy at output 'output' needs the operation CrossEntropy, which half a CPU does not have.")]
    [InlineData("Sqrt", "Adam at 'weight' of 'Dense 1' needs the operation Sqrt, which half a CPU does not have.")]
    [InlineData("Bernoulli", "PoissonEncoder at the input needs the operation Bernoulli, which half a CPU does not have.")]
    public void Is_named_with_its_place(string operation, string message)
    {
        float[] values = Bits.Random(3 * 5, 4, 0, 1);
        using Network network = ScheduleTests.Create("Feedforward", device: new Half(operation));
        var passes = new ThreadTests.Calling(() => Assert.Fail("The pass has begun."));
        using IDisposable observation = network.Observe(passes);
        float[] before = [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        var (loss, adam, encoder) = (new RateCrossEntropy(), new Adam(), new PoissonEncoder(1));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(
                message,
                Assert.Throws<NotSupportedException>(() => network.TrainStep(encoder, values, 11, Labels, loss, adam)).Message);
        }

        Assert.Equal(before, network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void Does_not_matter_to_what_has_no_use_for_it()
    {
        float[] values = Bits.Random(3 * 5, 4, 0, 1);
        Assert.Equal(Train(Device.Cpu), Train(new Half("CrossEntropy", "Sqrt", "Bernoulli")));

        float[] Train(Device device)
        {
            using Network network = ScheduleTests.Create("Feedforward", device: device);
            var (loss, lion, encoder) = (new SquaredError(), new Lion(0.01f), new Noise());
            for (int i = 0; i < 2; i++) network.TrainStep(encoder, values, 11, Labels, loss, lion);
            return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    private sealed class Half(params string[] lacking) : Device
    {
        public override string Name => "half a CPU";

        internal override Execution Place(LayerGraph graph, Workers workers) =>
            new CpuExecution(graph, new HalfBackend(workers, lacking));
    }

    private sealed class HalfBackend(Workers workers, string[] lacking) : CpuBackend(workers)
    {
        public override string Name => "half a CPU";

        internal override bool IsComplete => false;

        public override void AdamStep(ParameterUpdate parameter, View<float> m, View<float> v, in AdamNumbers numbers) =>
            Composed(parameter, m, v, numbers);

        internal override void MapCore(ElementFunction function, Term x, Term y, View<float> into)
        {
            Require(function.ToString());
            base.MapCore(function, x, y, into);
        }

        internal override void CrossEntropyCore(
            View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient)
        {
            Require(nameof(CrossEntropy));
            base.CrossEntropyCore(logits, labels, classes, scale, losses, gradient);
        }

        internal override void BernoulliCore(View<float> probabilities, CounterRandom random, View<float> into)
        {
            Require(nameof(Bernoulli));
            base.BernoulliCore(probabilities, random, into);
        }

        private void Require(string operation)
        {
            if (lacking.Contains(operation)) throw Lacks(operation);
        }

        // As Backend has it, without the override of the processor.
        private void Composed(ParameterUpdate parameter, View<float> m, View<float> v, in AdamNumbers numbers) =>
            new PlainBackend(this).AdamStep(parameter, m, v, numbers);
    }
}
