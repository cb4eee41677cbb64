using System.Runtime.InteropServices;
using Xunit;

namespace Sgl.Tests;

/// <summary>Comparisons of float arrays, and arrays to compare.</summary>
internal static class Bits
{
    public static float[] Random(int length, ulong seed, float low = -1f, float high = 1f)
    {
        var values = new float[length];
        Fill(values, seed, low, high);
        return values;
    }

    public static void Fill(Span<float> values, ulong seed, float low = -1f, float high = 1f) =>
        new CounterRandom(seed).FillUniform(values, low, high);

    /// <summary>The same bits, so NaN equals NaN and 0 does not equal −0.</summary>
    public static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(
            MemoryMarshal.Cast<float, int>(expected).ToArray(), MemoryMarshal.Cast<float, int>(actual).ToArray());

    /// <summary>Runs on 1, 2 and 3 threads and requires the same bits from each.</summary>
    public static void SameForAnyThreads(Func<int, float[]> run)
    {
        float[] expected = run(1);
        Same(expected, run(2));
        Same(expected, run(3));
    }

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed,
                $"Element {i} is {actual[i]}; expected {expected[i]} ± {allowed}.");
        }
    }
}
