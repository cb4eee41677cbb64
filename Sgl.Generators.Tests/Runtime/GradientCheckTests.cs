using Sgl.Tests.Backends;
using Xunit;

namespace Sgl.Tests;

public class GradientCheckTests
{
    public static TheoryData<string> Layers => ["dense", "leaky", "recurrent"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Agrees_with_layers_of_the_library(string name)
    {
        foreach (bool isConstant in new[] { false, true })
        {
            Layer layer = name switch
            {
                "dense" => new Dense(6, 4),
                "leaky" => new Spiking<Leaky>(6),
                _ => new Recurrent<Leaky>(6),
            };
            layer.Initialize(new CounterRandom(2));
            float[][] before = [.. layer.Parameters.Select(parameter => parameter.Value.ToArray())];
            var input = new Signal(Bits.Random((isConstant ? 1 : 3) * 2 * 6, 1), 3, 2, 6, isConstant);
            IReadOnlyList<GradientDifference> differences = GradientCheck.Run(layer, input);
            Assert.Equal(layer.Parameters.Sum(parameter => parameter.Value.Length) + input.Data.Length, differences.Count);
            Assert.InRange(differences[0].Relative, 0, 1e-3);
            Assert.Contains(differences, difference => Math.Abs(difference.Analytic) > 0.1);
            Assert.Equal(before, layer.Parameters.Select(parameter => parameter.Value.ToArray()));
        }
    }

    [Fact]
    public void Agrees_with_losses()
    {
        int[] labels = [2, 0];
        foreach (Loss loss in new Loss[] { new RateCrossEntropy(), new MembraneCrossEntropy(), new MaxOverTimeCrossEntropy(), new SquaredError() })
        foreach (bool isConstant in new[] { false, true })
        {
            if (isConstant && loss is MaxOverTimeCrossEntropy) continue; // steps that are equal have no derivative
            var output = new Signal(Bits.Random((isConstant ? 1 : 3) * 2 * 4, 1, -2, 2), 3, 2, 4, isConstant);
            IReadOnlyList<GradientDifference> differences = GradientCheck.Run(loss, output, labels, step: 1e-3);
            Assert.Equal(3 * 2 * 4, differences.Count);
            Assert.InRange(differences[0].Relative, 0, 1e-4);
            Assert.Contains(differences, difference => Math.Abs(difference.Analytic) > 0.01);
        }
    }

    [Fact]
    public void Finds_a_wrong_gradient()
    {
        var input = new Signal(Bits.Random(3 * 2 * 4, 1), 3, 2, 4);
        GradientDifference worst = GradientCheck.Run(new Wrong(), input)[0];
        Assert.Equal("input", worst.Name);
        Assert.InRange(worst.Relative, 0.05, double.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Run(new Wrong(), input, step: 0));
    }

    [Fact]
    public void A_summary_has_what_each_layer_reads_and_how_large_it_is()
    {
        NetworkNode input = NetworkNode.Input((2, 3), "image");
        NetworkNode hidden = input.Then(new Dense(5), "first").Then(new Spiking<Lif>());
        var network = new Network((hidden + hidden.Then(new Dense(5, bias: false))).Then(new Recurrent<LeakyReadout>(), "scores"));
        NetworkSummary summary = network.Summary();
        Assert.Equal(["first", "Spiking<Lif> 1", "Dense 2", "Sum 1", "scores"], summary.Layers.Select(layer => layer.Name));
        Assert.Equal(["Spiking<Lif> 1", "Dense 2"], summary.Layers[3].Reads);
        Assert.Equal(["image"], summary.Layers[0].Reads);
        Assert.Equal(network.Parameters.Sum(parameter => (long)parameter.Value.Length), summary.Parameters);
        Assert.Equal(4 * summary.Parameters, summary.Bytes);
        Assert.Equal(6 * 5 + 5 * 5 + 5 * 5, summary.MultiplyAccumulates);
        Assert.Equal("scores", summary.Outputs[0].Name);
        Assert.Contains("Dense(6 → 5)", summary.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A square, whose gradient lacks the factor 2.</summary>
    private sealed class Wrong() : Layer(4, 4)
    {
        private Signal _input;

        public override IReadOnlyList<Parameter> Parameters => [];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            _input = input;
            return new Signal(Array.ConvertAll(input.Data.ToArray(), x => x * x), input.Steps, input.Batch, 4);
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass)
        {
            float[] gradient = outputGradient.Data.ToArray();
            for (int i = 0; i < gradient.Length; i++) gradient[i] *= _input.Data.Span[i];
            return new Signal(gradient, outputGradient.Steps, outputGradient.Batch, 4);
        }
    }
}
