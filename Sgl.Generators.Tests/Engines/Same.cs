using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>Comparisons of arrays that say where and by how much they fail.</summary>
internal static class Same
{
    /// <summary>The same bits; any NaN equals any other, whose payload is the processor's choice.</summary>
    public static void Bits(string what, IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int k = 0; k < expected.Count; k++)
            for (int i = 0; i < expected[k].Length; i++)
            {
                float e = expected[k][i], a = actual[k][i];
                if (BitConverter.SingleToInt32Bits(e) != BitConverter.SingleToInt32Bits(a)
                    && !(float.IsNaN(e) && float.IsNaN(a)))
                {
                    Assert.Fail($"{what} {k}, element {i}: expected {e:R}, got {a:R}.");
                }
            }
    }

    /// <summary>Equal within a tolerance relative to the largest expected value, which is at least 1.</summary>
    public static void Within(
        double tolerance, string what, IReadOnlyList<double[]?> expected, IReadOnlyList<double[]?> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int k = 0; k < expected.Count; k++)
        {
            double scale = expected[k]!.Select(Math.Abs).Append(1).Max();
            for (int i = 0; i < expected[k]!.Length; i++)
            {
                double difference = Math.Abs(expected[k]![i] - actual[k]![i]);
                if (!(difference <= tolerance * scale))
                    Assert.Fail($"{what} {k}, element {i}: expected {expected[k]![i]:R}, got {actual[k]![i]:R}.");
            }
        }
    }

    public static float[][] Narrow(IReadOnlyList<double[]?> arrays) =>
        [.. arrays.Select(array => array!.Select(value => (float)value).ToArray())];
}
