using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Comparison with a peer's numbers.</summary>
internal static class Near
{
    /// <summary>No element is off by more than a part of the largest magnitude.</summary>
    /// <param name="tolerance">The part.</param>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="expected">The peer's numbers.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="magnitude">The largest magnitude that went into the numbers, where it is not among them.</param>
    public static void Largest(
        double tolerance,
        string what,
        IReadOnlyList<double> expected,
        IReadOnlyList<double> actual,
        double magnitude = 0)
    {
        Assert.Equal(expected.Count, actual.Count);
        double scale = expected.Select(Math.Abs).Append(magnitude).Max();
        for (int i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * scale))
                Assert.Fail($"{what}[{i}] is {actual[i]:R}; expected {expected[i]:R} ± {tolerance:R} · {scale:R}.");
        }
    }

    public static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];
}
