using ILGPU;

namespace Sgl;

/// <summary>
/// Sums of numbers that lie a step apart, in their order. Additions wait for each other but loads need not: eight are
/// under way at a time.
/// </summary>
internal static class StridedSum
{
    /// <summary>Adds <paramref name="count"/> numbers from <paramref name="at"/> on to a sum.</summary>
    public static StrictFloat Add(StrictFloat sum, ArrayView<float> values, long at, long step, int count)
    {
        int left = count;
        for (; left >= 8; left -= 8, at += 8 * step)
        {
            Quad first = Quad.Load(values, at, step);
            Quad second = Quad.Load(values, at + 4 * step, step);
            sum = sum + first.X + first.Y + first.Z + first.W + second.X + second.Y + second.Z + second.W;
        }

        for (; left > 0; left--, at += step) sum += values[at];
        return sum;
    }
}
