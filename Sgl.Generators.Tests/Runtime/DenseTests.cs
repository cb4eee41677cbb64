using Xunit;

namespace Sgl.Tests;

public class DenseTests
{
    private const int Inputs = 5;
    private const int Outputs = 3;

    /// <summary>Few outputs and many; so few spikes that they are summed, and so many that they are multiplied.</summary>
    [Theory]
    [InlineData(3, 0.1)]
    [InlineData(3, 0.9)]
    [InlineData(70, 0.1)]
    [InlineData(70, 0.9)]
    public void Spikes_give_the_bits_of_products(int outputs, double density)
    {
        const int Steps = 6, Batch = 7, Features = 45;
        float[] spikes = [.. Bits.Random(Steps * Batch * Features, 1, 0, 1).Select(draw => draw < density ? 1f : 0f)];
        float[] dy = Bits.Random(Steps * Batch * outputs, 2);
        var packer = new SpikePacker();
        var workers = new Workers(2);
        Assert.True(packer.TryPack(new Signal(spikes, Steps, Batch, Features), workers, out Signal bits));
        foreach (Signal input in new[] { bits, new Signal(spikes, Steps, Batch, Features) })
        {
            var layer = new Dense(Features, outputs);
            layer.Initialize(new CounterRandom(5));
            Signal y = layer.Forward(input, training: true, workers);
            layer.Backward(new Signal(dy, Steps, Batch, outputs), needsInputGradient: true, workers);

            var x = new Matrix(spikes, Steps * Batch, Features);
            var w = new Matrix(layer.Weight.Value, outputs, Features);
            float[] expected = [.. Enumerable.Repeat(layer.Bias!.Value.ToArray(), Steps * Batch).SelectMany(row => row)];
            MatrixProduct.MultiplyBy(MatrixProduct.Managed, x, w.Transpose(), expected, workers, accumulate: true);
            Bits.Same(expected, y.Data.Span);
            float[] dw = new float[outputs * Features];
            MatrixProduct.MultiplyBy(
                MatrixProduct.Managed,
                new Matrix(dy, Steps * Batch, outputs).Transpose(),
                x,
                dw,
                workers,
                accumulate: true,
                downwards: true);
            Bits.Same(dw, layer.Weight.Gradient.Span);
            float[] db = new float[outputs];
            AddDownwards(db, dy);
            Bits.Same(db, layer.Bias.Gradient.Span);
        }
    }

    /// <summary>No output is 0 throughout, too few are, many, and all of them; products and sums of spikes.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(20, true)]
    [InlineData(70, true)]
    public void Outputs_without_a_gradient_are_left_out(int zeros, bool expected)
    {
        const int Steps = 6, Batch = 7, Features = 45, Count = 70;
        float[] dy = Bits.Random(Steps * Batch * Count, 2);
        for (int i = 0; i < dy.Length; i++)
            if (i % Count * 37 % Count < zeros) dy[i] = i % 2 == 0 ? 0f : -0f;
        Assert.Equal(expected, new LiveColumns().TryFind(dy, Count));
        foreach (double density in new[] { 0.1, 0.9 })
        {
            float[] x = [.. Bits.Random(Steps * Batch * Features, 1, 0, 1).Select(draw => draw < density ? 1f : 0f)];
            var layer = new Dense(Features, Count);
            layer.Initialize(new CounterRandom(5));
            float[] dw = Bits.Random(Count * Features, 6); // from a batch before
            dw.CopyTo(layer.Weight.Gradient);
            float[] db = Bits.Random(Count, 7);
            db.CopyTo(layer.Bias!.Gradient);
            var workers = new Workers(2);
            layer.Forward(new Signal(x, Steps, Batch, Features), training: true, workers);
            Signal dx = layer.Backward(new Signal(dy, Steps, Batch, Count), needsInputGradient: true, workers);

            var gradient = new Matrix(dy, Steps * Batch, Count);
            float[] expectedDx = new float[x.Length];
            MatrixProduct.Multiply(gradient, new Matrix(layer.Weight.Value, Count, Features), expectedDx, workers);
            Bits.Same(expectedDx, dx.Data.Span);
            MatrixProduct.Multiply(
                gradient.Transpose(), new Matrix(x, Steps * Batch, Features), dw, workers, accumulate: true, downwards: true);
            Bits.Same(dw, layer.Weight.Gradient.Span);
            AddDownwards(db, dy);
            Bits.Same(db, layer.Bias.Gradient.Span);
        }
    }

    [Fact]
    public void A_column_is_live_where_any_of_its_values_is_not_zero()
    {
        const int Rows = 4, Columns = 12;
        var gradient = new float[Rows * Columns];
        gradient[1] = -1f;
        gradient[(Rows - 1) * Columns + 5] = 2f;
        var live = new LiveColumns();
        Assert.True(live.TryFind(gradient, Columns));
        Assert.Equal(2, live.Count);
        var columns = new float[Rows * 2];
        live.CopyColumns(gradient, Columns, columns, new Workers(1));
        Assert.Equal([-1, 0, 0, 0, 0, 0, 0, 2], columns);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    [InlineData(-0f)]
    public void Only_zeros_and_ones_are_spikes(float last)
    {
        var values = new float[2 * 3 * 17];
        values[^1] = last;
        bool isSpike = last is 0f or 1f;
        var signal = new Signal(values, 2, 3, 17);
        var packer = new SpikePacker();
        Assert.Equal(isSpike, packer.TryPack(signal, new Workers(1), out Signal bits));
        if (isSpike) Assert.Equal((long)last, bits.Spikes.Count());
        values[^1] = 1f; // whatever came before
        Assert.True(packer.TryPack(signal, new Workers(1), out bits));
        Assert.Equal(1, bits.Spikes.Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Matches_the_formulas(bool bias)
    {
        const int Rows = 4 * 7;
        Dense layer = Create(bias);
        float[] x = Bits.Random(Rows * Inputs, 1);
        float[] dy = Bits.Random(Rows * Outputs, 2);
        var workers = new Workers(2);
        Signal y = layer.Forward(new Signal(x, 4, 7, Inputs), training: true, workers);
        Signal dx = layer.Backward(new Signal(dy, 4, 7, Outputs), needsInputGradient: true, workers);
        Assert.Equal((4, 7, Outputs), (y.Steps, y.Batch, y.Features));
        Assert.Equal((4, 7, Inputs), (dx.Steps, dx.Batch, dx.Features));

        float[] w = layer.Weight.Value.ToArray();
        var expectedY = new double[Rows * Outputs];
        var expectedDx = new double[Rows * Inputs];
        var expectedDw = new double[Outputs * Inputs];
        var expectedDb = new double[Outputs];
        for (int r = 0; r < Rows; r++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double gradient = dy[r * Outputs + o];
                expectedY[r * Outputs + o] = bias ? layer.Bias!.Value.Span[o] : 0;
                expectedDb[o] += gradient;
                for (int i = 0; i < Inputs; i++)
                {
                    expectedY[r * Outputs + o] += (double)w[o * Inputs + i] * x[r * Inputs + i];
                    expectedDx[r * Inputs + i] += gradient * w[o * Inputs + i];
                    expectedDw[o * Inputs + i] += gradient * x[r * Inputs + i];
                }
            }
        }

        Bits.Near(expectedY, y.Data.Span, 1e-6);
        Bits.Near(expectedDx, dx.Data.Span, 1e-6);
        Bits.Near(expectedDw, layer.Weight.Gradient.Span, 1e-5);
        Assert.Equal(bias ? 2 : 1, layer.Parameters.Count);
        if (bias) Bits.Near(expectedDb, layer.Bias!.Gradient.Span, 1e-5);
    }

    [Fact]
    public void A_constant_input_is_as_the_same_one_repeated()
    {
        float[] row = Bits.Random(7 * Inputs, 3);
        float[] repeated = [.. Enumerable.Repeat(row, 4).SelectMany(r => r)];
        float[] dy = Bits.Random(4 * 7 * Outputs, 4);
        var workers = new Workers(1);
        Dense once = Create();
        Dense often = Create();
        Signal y = once.Forward(new Signal(row, 4, 7, Inputs, isConstant: true), true, workers);
        Signal z = often.Forward(new Signal(repeated, 4, 7, Inputs), true, workers);
        Assert.True(y.IsConstant);
        Assert.Equal(7 * Outputs, y.Data.Length);
        for (int t = 0; t < 4; t++) Bits.Same(z.At(t), y.At(t));

        Signal dx = once.Backward(new Signal(dy, 4, 7, Outputs), true, workers);
        Signal dz = often.Backward(new Signal(dy, 4, 7, Outputs), true, workers);
        Assert.True(dx.IsConstant);
        var sum = new double[7 * Inputs];
        for (int t = 0; t < 4; t++)
            for (int i = 0; i < sum.Length; i++) sum[i] += dz.At(t)[i];
        Bits.Near(sum, dx.Data.Span, 1e-5);
        Bits.Near(ToDouble(often.Weight.Gradient), once.Weight.Gradient.Span, 1e-5);
        Bits.Near(ToDouble(often.Bias!.Gradient), once.Bias!.Gradient.Span, 1e-5);

        float[] first = dx.Data.ToArray();
        once.Forward(new Signal(row, 4, 7, Inputs, isConstant: true), true, workers);
        Bits.Same(first, once.Backward(new Signal(dy, 4, 7, Outputs), true, workers).Data.Span);
    }

    [Fact]
    public void A_constant_gradient_is_already_summed()
    {
        var workers = new Workers(1);
        Dense layer = Create();
        layer.Forward(new Signal(Bits.Random(2 * Inputs, 5), 9, 2, Inputs, isConstant: true), true, workers);
        layer.Backward(new Signal(new float[] { 1, 2, 3, 4, 5, 6 }, 9, 2, Outputs, isConstant: true), false, workers);
        Assert.Equal([5, 7, 9], layer.Bias!.Gradient.ToArray());
    }

    [Fact]
    public void A_smaller_batch_after_a_larger_one_is_as_in_a_new_layer()
    {
        Dense used = Create();
        Everything(used, steps: 5, batch: 9);
        foreach (Parameter parameter in used.Parameters) parameter.ZeroGradient();
        Bits.Same(Everything(Create(), 3, 4), Everything(used, 3, 4));
    }

    [Fact]
    public void Starts_uniform_within_one_over_the_root_of_its_inputs()
    {
        var layer = new Dense(400, 50);
        layer.Initialize(new CounterRandom(6));
        float[] weight = layer.Weight.Value.ToArray();
        Assert.All(weight, value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.InRange(weight.Max(), 0.0495f, 0.05f);
        Assert.InRange(weight.Min(), -0.05f, -0.0495f);
        Assert.InRange(weight.Average(), -0.001, 0.001);
        Assert.All(layer.Bias!.Value.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.NotEqual(weight[..50], layer.Bias.Value.ToArray());
    }

    [Fact]
    public void Rejects_an_input_that_does_not_fit()
    {
        string message = Assert.Throws<ArgumentException>(() => Create().Forward(
            new Signal(new float[8], 2, 1, 4), training: false, new Workers(1))).Message;
        Assert.Contains("Dense(5 → 3) takes 5 features; the input has 4", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(0, 1));
    }

    private static Dense Create(bool bias = true)
    {
        var layer = new Dense(Inputs, Outputs, bias);
        layer.Initialize(new CounterRandom(7));
        return layer;
    }

    private static float[] Everything(Dense layer, int steps, int batch)
    {
        var workers = new Workers(1);
        int rows = steps * batch;
        Signal y = layer.Forward(new Signal(Bits.Random(rows * Inputs, 8), steps, batch, Inputs), true, workers);
        Signal dx = layer.Backward(new Signal(Bits.Random(rows * Outputs, 9), steps, batch, Outputs), true, workers);
        return [.. y.Data.Span, .. dx.Data.Span, .. layer.Parameters.SelectMany(p => p.Gradient.ToArray())];
    }

    // The rows of a gradient, the last one first.
    private static void AddDownwards(float[] sum, float[] rows)
    {
        for (int at = rows.Length - sum.Length; at >= 0; at -= sum.Length)
            for (int i = 0; i < sum.Length; i++) sum[i] += rows[at + i];
    }

    private static double[] ToDouble(ReadOnlyMemory<float> values) =>
        [.. values.ToArray().Select(value => (double)value)];
}
