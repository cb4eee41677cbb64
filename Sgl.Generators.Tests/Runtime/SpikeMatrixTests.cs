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
    public void Gives_views_of_steps()
    {
        const int Steps = 6, Batch = 5, Features = 13;
        var spikes = new Spikes(Steps, Batch, Features, 0.5);
        var values = new float[3 * Batch * Features];
        spikes.Matrix.StepRange(2, 3).Unpack(values);
        Assert.Equal(spikes.Values[(2 * Batch * Features)..(5 * Batch * Features)], values);
        Assert.Equal(0, spikes.Matrix.StepRange(Steps, 0).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes.Matrix.StepRange(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => spikes.Matrix.StepRange(-1, 1));
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
