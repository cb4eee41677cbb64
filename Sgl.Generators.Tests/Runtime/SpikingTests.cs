using Xunit;

namespace Sgl.Tests;

public class SpikingTests
{
    // Steps, batch, features: within a tile; whole rows per tile; rows cut by tiles; three tiles, one row.
    public static readonly TheoryData<int, int, int> Shapes = new()
    {
        { 1, 1, 1 }, { 6, 3, 5 }, { 4, 5, 1024 }, { 3, 7, 300 }, { 2, 1, 4100 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Matches_the_equations_and_their_finite_differences(int steps, int batch, int features)
    {
        foreach (string output in new[] { "membrane", "energy" })
        {
            Spiking<Leaky> layer = Create(features, output);
            var workers = new Workers(2);
            float[] x = Bits.Random(steps * batch * features, 1);
            float[] weights = Bits.Random(x.Length, 2);
            Signal y = layer.Forward(new Signal(x, steps, batch, features), training: true, workers);
            Signal dx = layer.Backward(new Signal(weights, steps, batch, features), true, workers);

            float[] beta = layer.Parameters[0].Value.ToArray();
            float gain = layer.Parameters[1].Value.Span[0];
            int neurons = batch * features;
            var expectedY = new double[x.Length];
            var expectedDx = new double[x.Length];
            var expectedBeta = new double[features];
            var expectedGain = new double[1];
            for (int n = 0; n < neurons; n++)
            {
                double[] input = [.. Enumerable.Range(0, steps).Select(t => (double)x[t * neurons + n])];
                double Loss(double b, double g, double[] series) => Run(b, g, series, output)
                    .Select((value, t) => value * weights[t * neurons + n]).Sum();
                double[] series = Run(beta[n % features], gain, input, output);
                expectedBeta[n % features] += Slope(b => Loss(b, gain, input), beta[n % features]);
                expectedGain[0] += Slope(g => Loss(beta[n % features], g, input), gain);
                for (int t = 0; t < steps; t++)
                {
                    expectedY[t * neurons + n] = series[t];
                    double[] changed = [.. input];
                    expectedDx[t * neurons + n] = Slope(
                        value =>
                        {
                            changed[t] = value;
                            return Loss(beta[n % features], gain, changed);
                        },
                        input[t]);
                }
            }

            Bits.Near(expectedY, y.Data.Span, 1e-5);
            Bits.Near(expectedDx, dx.Data.Span, 1e-5);
            Bits.Near(expectedBeta, layer.Parameters[0].Gradient.Span, 1e-5);
            Bits.Near(expectedGain, layer.Parameters[1].Gradient.Span, 1e-5);
        }
    }

    [Fact]
    public void Has_the_same_bits_for_any_number_of_threads() =>
        Bits.SameForAnyThreads(threads => Everything(Create(300), steps: 5, batch: 30, threads));

    [Fact]
    public void Recomputing_has_the_same_bits_as_saving_for_any_number_of_threads()
    {
        float[] expected = Everything(Create<SavingLeaky>(300), steps: 50, batch: 30, threads: 1);
        Bits.Same(expected, Everything(Create<RecomputingLeaky>(300), steps: 50, batch: 30, threads: 1));
        Bits.SameForAnyThreads(threads => Everything(Create<RecomputingLeaky>(300), steps: 50, batch: 30, threads));
    }

    [Fact]
    public void Recomputing_uses_its_scratch_again()
    {
        Spiking<RecomputingLeaky> layer = Create<RecomputingLeaky>(300);
        var workers = new Workers(1);
        var input = new Signal(Bits.Random(50 * 30 * 300, 8), 50, 30, 300);
        Pass();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 10; run++) Pass();
        long scratch = sizeof(float) * BackwardTile.ScratchLength(50, BackwardTile.WidthFor(50, 1), 1);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, scratch / 2);

        void Pass()
        {
            layer.Forward(input, training: true, workers);
            layer.Backward(input, true, workers);
        }
    }

    [Theory]
    [InlineData(0, 5, ForwardTile.MaxWidth)]
    [InlineData(1, 1, ForwardTile.MaxWidth)]
    [InlineData(1, 100, 640)]
    [InlineData(2, 100, 320)]
    [InlineData(3, 10_000_000, 64)]
    public void A_tile_is_as_wide_as_its_scratch_lets_it_be(int scratchPerStep, int steps, int width) =>
        Assert.Equal(width, BackwardTile.WidthFor(steps, scratchPerStep));

    [Fact]
    public void A_smaller_batch_after_a_larger_one_is_as_in_a_new_layer()
    {
        Spiking<Leaky> used = Create(300);
        Everything(used, steps: 6, batch: 9, threads: 1);
        Everything(used, steps: 6, batch: 9, threads: 1);
        foreach (Parameter parameter in used.Parameters) parameter.ZeroGradient();
        Bits.Same(Everything(Create(300), 4, 7, 1), Everything(used, 4, 7, 1));
    }

    [Fact]
    public void Gradients_of_parameters_add_up()
    {
        Spiking<Leaky> layer = Create(10);
        Everything(layer, 3, 4, 1);
        float[][] once = [.. layer.Parameters.Select(parameter => parameter.Gradient.ToArray())];
        Everything(layer, 3, 4, 1);
        for (int i = 0; i < 2; i++)
            Bits.Near([.. once[i].Select(value => 2.0 * value)], layer.Parameters[i].Gradient.Span, 1e-6);
    }

    [Fact]
    public void A_constant_input_counts_as_repeated()
    {
        float[] row = Bits.Random(7 * 300, 3);
        float[] repeated = [.. Enumerable.Repeat(row, 4).SelectMany(r => r)];
        float[] weights = Bits.Random(repeated.Length, 4);
        var workers = new Workers(1);
        Spiking<Leaky>[] layers = [Create(300), Create(300)];
        Signal[] inputs = [new(row, 4, 7, 300, isConstant: true), new(repeated, 4, 7, 300)];
        float[][] results = [.. layers.Zip(inputs, (layer, input) =>
        {
            Signal y = layer.Forward(input, true, workers);
            Signal dx = layer.Backward(new Signal(weights, 4, 7, 300), true, workers);
            Assert.False(y.IsConstant || dx.IsConstant);
            return (float[])[.. y.Data.Span, .. dx.Data.Span, .. layer.Parameters[0].Gradient.Span];
        })];
        Bits.Same(results[1], results[0]);
    }

    [Fact]
    public void Starts_from_the_object_s_states_and_parameters_each_time()
    {
        var layer = new Spiking<Leaky>(2, new Leaky { Beta = 0.5f, Gain = 2f, Offset = 0.25f, U = 8f });
        Assert.Equal([0.5f, 0.5f], layer.Parameters[0].Value.ToArray());
        Assert.Equal([2f], layer.Parameters[1].Value.ToArray());
        Assert.Equal(["Beta[2]", "Gain[1]"], layer.Parameters.Select(parameter => parameter.ToString()));
        for (int i = 0; i < 2; i++)
        {
            Signal y = layer.Forward(new Signal(new float[] { 1, 3 }, 1, 1, 2), training: false, new Workers(1));
            Assert.Equal([4 + 2 + 0.25f, 4 + 6 + 0.25f], y.Data.ToArray());
        }

        layer.Parameters[0].Value.Span.Fill(0.1f);
        layer.Initialize(new CounterRandom(9));
        Assert.Equal([0.5f, 0.5f], layer.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Training_or_not_gives_the_same_output()
    {
        var input = new Signal(Bits.Random(5 * 2 * 20, 5), 5, 2, 20);
        Spiking<Leaky> layer = Create(20);
        float[] training = layer.Forward(input, true, new Workers(1)).Data.ToArray();
        Bits.Same(training, layer.Forward(input, false, new Workers(1)).Data.Span);
        var error = Assert.Throws<InvalidOperationException>(() => layer.Backward(input, true, new Workers(1)));
        Assert.Contains("Spiking<Leaky>(20)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_input_gradient_the_others_are_the_same()
    {
        Spiking<Leaky>[] layers = [Create(300), Create(300)];
        var input = new Signal(Bits.Random(3 * 7 * 300, 6), 3, 7, 300);
        var workers = new Workers(1);
        foreach (Spiking<Leaky> layer in layers) layer.Forward(input, true, workers);
        layers[0].Backward(input, needsInputGradient: true, workers);
        Assert.Equal(default, layers[1].Backward(input, needsInputGradient: false, workers));
        for (int i = 0; i < 2; i++)
            Bits.Same(layers[0].Parameters[i].Gradient.Span, layers[1].Parameters[i].Gradient.Span);
    }

    [Fact]
    public void Rejects_a_model_or_a_signal_that_does_not_fit()
    {
        string inputs = Assert.Throws<ArgumentException>(() => new Recurrent<TwoInputs>(3)).Message;
        Assert.Contains("TwoInputs has 2 inputs (basal, apical)", inputs, StringComparison.Ordinal);
        string output = Assert.Throws<ArgumentException>(() => new Spiking<Leaky>(3, output: "spike")).Message;
        Assert.Contains("no output 'spike'; it has membrane, energy", output, StringComparison.Ordinal);

        var workers = new Workers(1);
        Spiking<Leaky> layer = Create(3);
        string features = Assert.Throws<ArgumentException>(
            () => layer.Forward(new Signal(new float[4], 1, 1, 4), true, workers)).Message;
        Assert.Contains("Spiking<Leaky>(3) takes 3 features; the input has 4", features, StringComparison.Ordinal);
        layer.Forward(new Signal(new float[6], 2, 1, 3), true, workers);
        string shape = Assert.Throws<ArgumentException>(
            () => layer.Backward(new Signal(new float[9], 3, 1, 3), true, workers)).Message;
        Assert.Contains("[2, 1, 3]; the gradient is [3, 1, 3]", shape, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => layer.Backward(new Signal(new float[3], 2, 1, 3, isConstant: true), true, workers));
    }

    private static Spiking<Leaky> Create(int features, string? output = null) => Create<Leaky>(features, output);

    private static Spiking<T> Create<T>(int features, string? output = null)
        where T : class, INeuron<T>, new()
    {
        var layer = new Spiking<T>(features, output: output);
        Bits.Random(features, 7, 0.2f, 0.95f).CopyTo(layer.Parameters[0].Value);
        layer.Parameters[1].Value.Span[0] = 0.7f;
        return layer;
    }

    private static float[] Everything(Layer layer, int steps, int batch, int threads)
    {
        var workers = new Workers(threads);
        int length = steps * batch * layer.Inputs;
        Signal y = layer.Forward(
            new Signal(Bits.Random(length, 8), steps, batch, layer.Inputs), training: true, workers);
        Signal dx = layer.Backward(new Signal(Bits.Random(length, 9), steps, batch, layer.Inputs), true, workers);
        return [.. y.Data.Span, .. dx.Data.Span, .. layer.Parameters.SelectMany(p => p.Gradient.ToArray())];
    }

    private static double[] Run(double beta, double gain, double[] x, string output)
    {
        double u = 0.3f;
        return [.. x.Select(value =>
        {
            u = beta * u + gain * value + 0.1f;
            return output == "energy" ? u * u : u;
        })];
    }

    private static double Slope(Func<double, double> f, double x) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

    private sealed class TwoInputs : INeuron<TwoInputs>
    {
        public static NeuronInfo Info { get; } =
            new(nameof(TwoInputs), ["basal", "apical"], [new("u", false)], [], [], [], 0, 0);

        public static void ReadParameters(TwoInputs neuron, Span<float> values) => throw new NotSupportedException();

        public static void ReadStates(TwoInputs neuron, Span<float> values) => throw new NotSupportedException();

        public static void Forward(in ForwardTile tile) => throw new NotSupportedException();

        public static void Backward(in BackwardTile tile) => throw new NotSupportedException();
    }
}
