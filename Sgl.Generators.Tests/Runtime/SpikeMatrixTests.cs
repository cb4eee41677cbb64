using Xunit;

namespace Sgl.Tests;

public class SpikeMatrixTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 3, 7)]
    [InlineData(5, 2, 64)]
    [InlineData(3, 5, 131)]
    public void Unpacks_and_counts(int steps, int batch, int features)
    {
        var spikes = new Spikes(steps, batch, features, 0.4);
        var values = new float[spikes.Values.Length];
        spikes.Matrix.Unpack(values);
        Assert.Equal(spikes.Values, values);
        Assert.Equal(spikes.Values.Count(value => value == 1), spikes.Matrix.Count());
        Assert.Equal(spikes.Values.Average(), spikes.Matrix.Density(), 1e-6);
    }

    [Fact]
    public void Gives_views_of_steps_and_of_samples()
    {
        const int Steps = 6, Batch = 5, Features = 13;
        var spikes = new Spikes(Steps, Batch, Features, 0.5);
        var values = new float[3 * 2 * Features];
        spikes.Matrix.StepRange(2, 3).SampleRange(1, 2).Unpack(values);
        for (int t = 0; t < 3; t++)
        {
            int row = (t + 2) * Batch + 1;
            Assert.Equal(
                spikes.Values.AsSpan(row * Features, 2 * Features), values.AsSpan(t * 2 * Features, 2 * Features));
        }

        Assert.Equal(0, spikes.Matrix.StepRange(Steps, 0).Count());
        Assert.Equal(0, spikes.Matrix.SampleRange(Batch, 0).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes.Matrix.StepRange(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes.Matrix.SampleRange(-1, 1));
    }

    [Fact]
    public void Counts_nothing_in_nothing()
    {
        Assert.Equal(0, default(SpikeMatrix).Count());
        Assert.Equal(0, default(SpikeMatrix).Density());
    }

    [Fact]
    public void Needs_spare_bytes()
    {
        var bits = new SpikeMatrix(new byte[2 + SpikeMatrix.Spare], 2, 1, 8, 1);
        Assert.Equal(0, bits.Count());
        Assert.Throws<ArgumentException>(() => (bits with { Features = 9 }).Count());
        Assert.Throws<ArgumentException>(() => (bits with { Stride = 2 }).Count());
        Assert.Throws<ArgumentException>(() => (bits with { Steps = -1 }).Count());
    }
}
