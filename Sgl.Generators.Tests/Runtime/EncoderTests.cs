using Xunit;

namespace Sgl.Tests;

public class EncoderTests
{
    [Fact]
    public void Constant_stores_one_row()
    {
        float[] values = [0, 0.25f, 1, 0.5f, 0.75f, 0.1f];
        Signal signal = new ConstantEncoder().Encode(values, batch: 2, features: 3, steps: 9);
        Assert.True(signal.IsConstant);
        Assert.Equal((9, 2, 3), (signal.Steps, signal.Batch, signal.Features));
        Assert.Equal(values, signal.Data.ToArray());
        Assert.Equal(values, signal.At(8).ToArray());
    }

    [Fact]
    public void Poisson_spikes_at_the_rate_of_the_value()
    {
        float[] values = [0, 0.1f, 0.5f, 0.93f, 1, 0.3f];
        const int Steps = 20_000;
        Signal signal = new PoissonEncoder(1).Encode(values, 2, 3, Steps);
        Assert.All(signal.Data.ToArray(), value => Assert.True(value is 0 or 1));
        var counts = new double[values.Length];
        for (int t = 0; t < Steps; t++)
            for (int i = 0; i < counts.Length; i++) counts[i] += signal.At(t)[i];
        Assert.Equal(0, counts[0]);
        Assert.Equal(Steps, counts[4]);
        for (int i = 0; i < counts.Length; i++)
        {
            double sigma = Math.Sqrt(values[i] * (1 - values[i]) / Steps);
            Assert.InRange(counts[i] / Steps, values[i] - 4 * sigma, values[i] + 4 * sigma);
        }
    }

    /// <summary>The third random number of this seed is 0.</summary>
    [Fact]
    public void Poisson_never_spikes_for_0()
    {
        const int Seed = 78832;
        Assert.Equal(0f, new PoissonEncoder(Seed).NextDraws().Uniform(2));
        Assert.Equal([0, 0, 0, 1], new PoissonEncoder(Seed).Encode([0, 0, 0, 1], 1, 4, 1).Data.ToArray());
    }

    [Fact]
    public void Poisson_repeats_for_a_seed_and_differs_from_call_to_call()
    {
        float[] values = Bits.Random(50, 2, 0, 1);
        var encoder = new PoissonEncoder(3);
        float[] first = encoder.Encode(values, 5, 10, 7).Data.ToArray();
        float[] second = encoder.Encode(values, 5, 10, 7).Data.ToArray();
        var again = new PoissonEncoder(3);
        Bits.Same(first, again.Encode(values, 5, 10, 7).Data.Span);
        Bits.Same(second, again.Encode(values, 5, 10, 7).Data.Span);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, new PoissonEncoder(4).Encode(values, 5, 10, 7).Data.ToArray());
    }

    [Fact]
    public void Latency_spikes_once_the_earlier_the_higher()
    {
        float[] values = [1, 0, 0.5f, 0.74f, 0.01f, 0.26f];
        int[] times = [0, -1, 5, 3, 10, 7]; // round((1 − x) · 10), −1 for never
        Signal signal = new LatencyEncoder().Encode(values, batch: 3, features: 2, steps: 11);
        for (int t = 0; t < 11; t++)
            Assert.Equal(times.Select(time => time == t ? 1f : 0f), signal.At(t).ToArray());
    }

    [Fact]
    public void Latency_rounds_half_to_even()
    {
        Signal signal = new LatencyEncoder().Encode([0.5f, 0.25f, 0.75f], 1, 3, 3);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0], signal.Data.ToArray()); // 1, 1.5 and 0.5
    }

    [Fact]
    public void Latency_omits_values_below_its_threshold_and_clears_its_buffer()
    {
        var encoder = new LatencyEncoder(threshold: 0.3f);
        encoder.Encode([1, 1, 1], 1, 3, 4);
        Signal signal = encoder.Encode([0.29f, 0.3f, 1], 1, 3, 4);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0], signal.Data.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyEncoder(1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyEncoder(float.NaN));
    }

    [Theory]
    [InlineData(-0.001f)]
    [InlineData(1.001f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Every_encoder_rejects_a_value_out_of_range_and_names_it(float bad)
    {
        Encoder[] encoders = [new ConstantEncoder(), new PoissonEncoder(0), new LatencyEncoder()];
        foreach (Encoder encoder in encoders)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([0, 1, bad, 0], 2, 2, 3));
            Assert.Contains("Value 2", error.Message, StringComparison.Ordinal);
            Assert.Equal(bad, error.ActualValue);
        }
    }

    [Fact]
    public void Rejects_sizes_that_do_not_fit()
    {
        var encoder = new ConstantEncoder();
        Assert.Throws<ArgumentException>(() => encoder.Encode([0, 0, 0], 2, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([], 0, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode([0], 1, 1, 0));
    }
}
