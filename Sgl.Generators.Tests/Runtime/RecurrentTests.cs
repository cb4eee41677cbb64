using Xunit;

namespace Sgl.Tests;

public class RecurrentTests
{
    private const int Steps = 5;
    private const int Batch = 2;
    private const int Features = 4;

    [Theory]
    [InlineData("membrane")]
    [InlineData("energy")]
    public void Gradients_match_finite_differences(string output)
    {
        Recurrent<Leaky> layer = Create(output);
        var workers = new Workers(1);
        float[] x = Bits.Random(Steps * Batch * Features, 1);
        float[] weights = Bits.Random(x.Length, 2);
        float[] y = layer.Forward(new Signal(x, Steps, Batch, Features), training: true, workers).Data.ToArray();
        float[] dx = layer.Backward(new Signal(weights, Steps, Batch, Features), true, workers).Data.ToArray();

        double[] input = [.. x.Select(value => (double)value)];
        double[][] parameters = [.. layer.Parameters.Select(p => p.Value.ToArray().Select(value => (double)value).ToArray())];
        double Loss() => Run(input, parameters, output).Select((value, i) => value * weights[i]).Sum();
        Bits.Near(Run(input, parameters, output), y, 1e-5);
        Bits.Near(Slopes(input, Loss), dx, 1e-4);
        for (int i = 0; i < parameters.Length; i++)
            Bits.Near(Slopes(parameters[i], Loss), layer.Parameters[i].Gradient.Span, 1e-4);
    }

    [Fact]
    public void Is_a_chain_of_layers_unrolled()
    {
        Recurrent<Lif> layer = new(Features);
        layer.Initialize(new CounterRandom(4));
        var workers = new Workers(1);
        float[] x = Bits.Random(Steps * Batch * Features, 5, 0f, 2f);
        float[] y = layer.Forward(new Signal(x, Steps, Batch, Features), training: false, workers).Data.ToArray();
        Assert.Contains(1f, y);
        Assert.Contains(0f, y);

        var neurons = new Spiking<Lif>(Features);
        var back = new Dense(Features, Features, bias: false);
        layer.Weight.Value.CopyTo(back.Weight.Value);
        float[] drive = [.. x];
        int row = Batch * Features;
        for (int t = 1; t < Steps; t++)
        {
            Signal spikes = neurons.Forward(new Signal(drive.AsMemory(0, t * row), t, Batch, Features), false, workers);
            Signal last = new(spikes.Data.Slice((t - 1) * row, row), 1, Batch, Features);
            Signal fedBack = back.Forward(last, false, workers);
            for (int i = 0; i < row; i++) drive[t * row + i] = x[t * row + i] + fedBack.Data.Span[i];
        }

        Bits.Near(
            [.. neurons.Forward(new Signal(drive, Steps, Batch, Features), false, workers).Data.ToArray().Select(v => (double)v)],
            y,
            0);
    }

    [Fact]
    public void Without_recurrent_weights_it_is_a_plain_population()
    {
        Recurrent<Leaky> layer = new(Features);
        var plain = new Spiking<Leaky>(Features);
        var workers = new Workers(1);
        var input = new Signal(Bits.Random(Steps * Batch * Features, 6), Steps, Batch, Features);
        Bits.Same(plain.Forward(input, true, workers).Data.Span, layer.Forward(input, true, workers).Data.Span);
        Bits.Same(plain.Backward(input, true, workers).Data.Span, layer.Backward(input, true, workers).Data.Span);
        for (int i = 0; i < 2; i++)
            Bits.Same(plain.Parameters[i].Gradient.Span, layer.Parameters[i + 1].Gradient.Span);
    }

    [Fact]
    public void Has_the_same_bits_for_any_number_of_threads() => Bits.SameForAnyThreads(threads =>
    {
        var layer = new Recurrent<Lif>(700);
        layer.Initialize(new CounterRandom(1));
        var workers = new Workers(threads);
        var input = new Signal(Bits.Random(3 * 7 * 700, 2, 0f, 2f), 3, 7, 700);
        Signal y = layer.Forward(input, training: true, workers);
        Signal dx = layer.Backward(input, true, workers);
        return [.. y.Data.Span, .. dx.Data.Span, .. layer.Parameters.SelectMany(p => p.Gradient.ToArray())];
    });

    /// <summary>Few spikes, which are summed, and many, whose gradient is multiplied; blocks of samples, of which the last is short.</summary>
    [Theory]
    [InlineData(0f, 0.05, 0.3)]
    [InlineData(2f, 0.45, 1.0)]
    public void Samples_go_through_time_by_themselves(float bias, double least, double most)
    {
        const int steps = 6, batch = 53, features = 21;
        float[] x = [.. Bits.Random(steps * batch * features, 11, -1f, 1.5f).Select(value => value + bias)];
        float[] gradient = Bits.Random(x.Length, 12);
        (float[] y, float[] dx, Parameter weight) = Run(x, gradient, batch, threads: 1);
        Assert.InRange(y.Count(value => value == 1f) / (double)y.Length, least, most);
        (float[] yOfTwo, float[] dxOfTwo, Parameter weightOfTwo) = Run(x, gradient, batch, threads: 2);
        Bits.Same(y, yOfTwo);
        Bits.Same(dx, dxOfTwo);
        Bits.Same(weight.Gradient.Span, weightOfTwo.Gradient.Span);
        foreach (int sample in new[] { 0, 23, 24, 52 })
        {
            (float[] own, float[] ownGradient, _) = Run(Of(sample, x), Of(sample, gradient), batch: 1, threads: 1);
            Bits.Same(Of(sample, y), own);
            Bits.Same(Of(sample, dx), ownGradient);
        }

        // One dense product of all steps, the last one first.
        float[] before = [.. new float[batch * features], .. y[..^(batch * features)]], expected = new float[features * features];
        MatrixProduct.Multiply(
            new Matrix(dx, steps * batch, features).Transpose(),
            new Matrix(before, steps * batch, features),
            expected,
            new Workers(1),
            downwards: true);
        Bits.Same(expected, weight.Gradient.Span);

        static (float[] Y, float[] Dx, Parameter Weight) Run(float[] x, float[] gradient, int batch, int threads)
        {
            var layer = new Recurrent<Lif>(features);
            layer.Initialize(new CounterRandom(4));
            var workers = new Workers(threads);
            float[] y = layer.Forward(new Signal(x, steps, batch, features), training: true, workers).Data.ToArray();
            float[] dx = layer.Backward(new Signal(gradient, steps, batch, features), true, workers).Data.ToArray();
            return (y, dx, layer.Weight);
        }

        static float[] Of(int sample, float[] values) =>
            [.. Enumerable.Range(0, steps).SelectMany(t => values[((t * batch + sample) * features)..][..features])];
    }

    [Fact]
    public void Initialize_sets_its_neurons_parameters_too()
    {
        Recurrent<Leaky> layer = Create("membrane");
        layer.Parameters[2].Value.Span[0] = 9f;
        layer.Initialize(new CounterRandom(3));
        Assert.Equal(Enumerable.Repeat(0.8f, Features), layer.Parameters[1].Value.ToArray());
        Assert.Equal([0.7f], layer.Parameters[2].Value.ToArray());
    }

    [Fact]
    public void Names_itself_and_its_parameters()
    {
        var layer = new Recurrent<Leaky>(3);
        Assert.Equal("Recurrent<Leaky>(3)", layer.ToString());
        Assert.Equal(["recurrent weight[3, 3]", "Beta[3]", "Gain[1]"], layer.Parameters.Select(p => p.ToString()));
    }

    private static Recurrent<Leaky> Create(string output)
    {
        var layer = new Recurrent<Leaky>(Features, new Leaky { Gain = 0.7f }, output);
        layer.Initialize(new CounterRandom(3));
        Bits.Random(Features, 7, 0.2f, 0.9f).CopyTo(layer.Parameters[1].Value);
        return layer;
    }

    private static double[] Run(double[] x, double[][] parameters, string output)
    {
        (double[] weight, double[] beta, double gain) = (parameters[0], parameters[1], parameters[2][0]);
        var y = new double[x.Length];
        for (int b = 0; b < Batch; b++)
        {
            var u = new double[Features];
            Array.Fill(u, 0.3f);
            var before = new double[Features];
            for (int t = 0; t < Steps; t++)
            {
                int row = (t * Batch + b) * Features;
                for (int i = 0; i < Features; i++)
                {
                    double drive = x[row + i];
                    for (int j = 0; j < Features; j++) drive += weight[i * Features + j] * before[j];
                    u[i] = beta[i] * u[i] + gain * drive + 0.1f;
                    y[row + i] = output == "energy" ? u[i] * u[i] : u[i];
                }

                before = y[row..(row + Features)];
            }
        }

        return y;
    }

    private static double[] Slopes(double[] values, Func<double> loss)
    {
        var slopes = new double[values.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double at = values[i];
            values[i] = at + 1e-5;
            double above = loss();
            values[i] = at - 1e-5;
            slopes[i] = (above - loss()) / 2e-5;
            values[i] = at;
        }

        return slopes;
    }
}
