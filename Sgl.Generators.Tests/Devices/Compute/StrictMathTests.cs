using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>The functions that kernels of the runtime call are those of <see cref="SpikeMath"/>.</summary>
public sealed class StrictMathTests
{
    [Fact]
    public void Functions_have_the_bits_of_SpikeMath()
    {
        // Some floats of every exponent and sign, infinities and NaN among them.
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 99_991)
        {
            float x = BitConverter.Int32BitsToSingle((int)bits);
            Bits.Same([SpikeMath.Exp(x), SpikeMath.Sigmoid(x)], [(float)StrictMath.Exp(x), (float)StrictMath.Sigmoid(x)]);
            Assert.Equal(SpikeMath.Log(x), (float)StrictMath.Log(x));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-30)]
    [InlineData(1e-7)]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(1000)]
    public void The_logarithm_of_one_and_a_bit_keeps_its_digits(double x)
    {
        double precise = x < 1e-4 ? x - x * x / 2 : Math.Log(1 + (double)(float)x);
        Assert.Equal(precise, (float)StrictMath.LogOfOneAnd((float)x, 1f + (float)x), precise * 3e-7);
    }

    [Fact]
    public void A_sum_of_pairs_keeps_what_floats_lose()
    {
        var sum = default(PairSum);
        foreach (float value in new[] { 1e8f, 1f, 1f, 1f, -1e8f }) sum = sum.Plus(value);
        Assert.Equal(3f, sum.Rounded());
    }
}
