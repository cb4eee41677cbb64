using Xunit;

namespace Sgl.Tests;

/// <summary>Spike-driven products have the bits of the dense ones.</summary>
public class SpikeProductTests
{
    public static readonly TheoryData<int, int, int, int, double> Shapes = new()
    {
        { 1, 1, 1, 1, 0.5 }, { 3, 5, 7, 9, 0.3 }, { 2, 3, 64, 16, 0.2 }, { 5, 41, 131, 10, 0.1 },
        { 4, 3, 1030, 33, 0.05 }, { 2, 70, 57, 300, 0.02 }, { 9, 60, 33, 150, 0.5 }, { 9, 130, 513, 129, 0.02 },
        { 3, 7, 50, 128, 0 }, { 3, 7, 50, 128, 1 }, { 2, 600, 600, 20, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiplies(int steps, int batch, int inputs, int outputs, double density)
    {
        var x = new Spikes(steps, batch, inputs, density);
        Matrix w = Weights(inputs, outputs);
        foreach (bool accumulate in new[] { false, true })
        {
            float[] expected = Bits.Random(x.Matrix.Rows * outputs, 3);
            MatrixProduct.Multiply(x.Unpacked, w, expected, new Workers(1), accumulate);
            Bits.SameForAnyThreads(threads =>
            {
                float[] c = Bits.Random(x.Matrix.Rows * outputs, 3);
                SpikeProduct.Multiply(x.Matrix, w, c, new Workers(threads), accumulate);
                Bits.Same(expected, c);
                return c;
            });
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Adds_the_weight_gradient(int steps, int batch, int inputs, int outputs, double density)
    {
        var x = new Spikes(steps, batch, inputs, density);
        var dy = new Matrix(Bits.Random(x.Matrix.Rows * outputs, 4), x.Matrix.Rows, outputs);
        float[] expected = Bits.Random(outputs * inputs, 5);
        MatrixProduct.Multiply(dy.Transpose(), x.Unpacked, expected, new Workers(1), accumulate: true, downwards: true);
        Bits.SameForAnyThreads(threads =>
        {
            float[] dw = Bits.Random(outputs * inputs, 5);
            SpikeProduct.AddOuter(dy, x.Matrix, dw, new Workers(threads));
            Bits.Same(expected, dw);
            return dw;
        });
    }

    [Fact]
    public void Takes_the_weight_gradient_of_the_last_steps_first()
    {
        const int Steps = 9, Batch = 100, Inputs = 61, Outputs = 35;
        var x = new Spikes(Steps, Batch, Inputs, 0.2);
        float[] dy = Bits.Random(Steps * Batch * Outputs, 6);
        float[] whole = Bits.Random(Outputs * Inputs, 7);
        float[] parts = [.. whole];
        Add(whole, 0, Steps);
        Add(parts, 4, 5);
        Add(parts, 0, 4);
        Bits.Same(whole, parts);

        void Add(float[] dw, int first, int count) => SpikeProduct.AddOuter(
            new Matrix(dy.AsMemory(first * Batch * Outputs), count * Batch, Outputs),
            x.Matrix.StepRange(first, count), dw, new Workers(2));
    }

    /// <summary>Few outputs, a panel and a part of one; whatever dW holds.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(300)]
    public void A_weight_gradient_may_be_overwritten(int outputs)
    {
        const int Steps = 9, Batch = 4, Inputs = 70;
        var x = new Spikes(Steps, Batch, Inputs, 0.1);
        var dy = new Matrix(Bits.Random(Steps * Batch * outputs, 4), Steps * Batch, outputs);
        float[] expected = new float[outputs * Inputs], actual = new float[outputs * Inputs];
        Array.Fill(actual, float.NaN);
        SpikeProduct.AddOuter(dy, x.Matrix, expected, new Workers(1));
        SpikeProduct.AddOuter(dy, x.Matrix, actual, accumulate: false, rowSum: default, new Workers(2));
        Bits.Same(expected, actual);

        SpikeProduct.AddOuter(
            new Matrix(default, 0, outputs), x.Matrix.StepRange(0, 0), actual, accumulate: false, default, new Workers(1));
        Assert.All(actual, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Multiplies_part_by_part()
    {
        const int Steps = 11, Batch = 7, Inputs = 77;
        int outputs = 2 * SpikeProduct.ColumnBlock + 5;
        var x = new Spikes(Steps, Batch, Inputs, 0.1);
        var packed = new PackedWeights();
        packed.Pack(Weights(inputs: 5, outputs: 3), new Workers(1)); // what came before must not matter
        packed.Pack(Weights(Inputs, outputs), new Workers(1));
        var whole = new float[x.Matrix.Rows * outputs];
        SpikeProduct.Multiply(x.Matrix, packed, whole, new Workers(1), accumulate: false);

        int column = SpikeProduct.ColumnBlock;
        int columns = outputs - column;
        SpikeLists lists = SpikeProduct.List(x.Matrix, new Workers(1));
        var rows = new RowGrid(First: 3, Steps, Samples: 2, Stride: Batch);
        float[] part = Bits.Random(2 * Steps * columns, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SpikeProduct.MultiplyTile(lists, rows, packed.From(1), Inputs, columns, bias: default, part);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        lists.Return();
        for (int row = 0; row < 2 * Steps; row++)
        {
            int first = ((row / 2 * Batch + 3 + row % 2) * outputs) + column;
            Bits.Same(whole.AsSpan(first, columns), part.AsSpan(row * columns, columns));
        }
    }

    [Fact]
    public void Sums_over_nothing_to_zero()
    {
        float[] c = [1, 2, 3, 4];
        var none = new SpikeMatrix(default, 2, 1, 0, 0);
        SpikeProduct.Multiply(none, new Matrix(default, 0, 2), c, new Workers(1), accumulate: true);
        Assert.Equal([1, 2, 3, 4], c);
        SpikeProduct.Multiply(none, new Matrix(default, 0, 2), c, new Workers(1), accumulate: false);
        Assert.Equal([0, 0, 0, 0], c);

        float[] dw = [1, 2];
        SpikeProduct.AddOuter(new Matrix(default, 0, 1), new SpikeMatrix(default, 0, 3, 2, 1), dw, new Workers(1));
        Assert.Equal([1, 2], dw);
    }

    [Fact]
    public void Rejects_what_does_not_fit()
    {
        var workers = new Workers(1);
        SpikeMatrix x = new Spikes(2, 3, 5, 0.5).Matrix;
        Assert.Throws<ArgumentException>(
            () => SpikeProduct.Multiply(x, Weights(4, 2), new float[12], workers, accumulate: false));
        Assert.Throws<ArgumentException>(
            () => SpikeProduct.Multiply(x, Weights(5, 2), new float[11], workers, accumulate: false));
        Assert.Throws<ArgumentException>(() => SpikeProduct.Multiply(
            x with { Bits = x.Bits[4..] }, Weights(5, 2), new float[12], workers, accumulate: false));
        Assert.Throws<ArgumentException>(
            () => SpikeProduct.AddOuter(new Matrix(new float[10], 5, 2), x, new float[10], workers));
        Assert.Throws<ArgumentException>(
            () => SpikeProduct.AddOuter(new Matrix(new float[12], 6, 2), x, new float[9], workers));
    }

    // As a layer keeps them, [outputs, inputs], seen from the other side.
    private static Matrix Weights(int inputs, int outputs) =>
        new Matrix(Bits.Random(inputs * outputs, 2), outputs, inputs).Transpose();
}
