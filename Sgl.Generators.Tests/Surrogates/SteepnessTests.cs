using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;
using Xunit;

namespace Sgl.Tests.Surrogates;

/// <summary>Whatever steepness is allowed, every slope is a number; the next one beyond the range is not allowed.</summary>
public class SteepnessTests
{
    public static TheoryData<string> Kinds => [.. SurrogateTable.Rows.Select(row => row.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Slopes_are_numbers_in_the_whole_range_and_none_is_0_at_the_threshold(string kind)
    {
        SurrogateRow row = SurrogateTable.Get(kind);
        foreach (Normalization normalize in Enum.GetValues<Normalization>())
        {
            double size = normalize switch
            {
                Normalization.Area => row.Area(row.DefaultAlpha), Normalization.Peak => row.Peak(row.DefaultAlpha), _ => 1,
            };
            if (size == 0 || double.IsInfinity(size)) continue;
            var surrogate = new Surrogate(kind, normalize);
            (float smallest, float largest) = Steepness.RangeOf(surrogate);
            Assert.True(Steepness.IsPossible(surrogate, smallest) && Steepness.IsPossible(surrogate, largest));
            Assert.False(Steepness.IsPossible(surrogate, MathF.BitDecrement(smallest)));
            Assert.False(Steepness.IsPossible(surrogate, MathF.BitIncrement(largest)));
            Assert.InRange(smallest, 0, row.AlphaAbove > 0 ? 1.001f * row.AlphaAbove : 1e-30f);
            Assert.InRange(largest, 1e37f, float.MaxValue);

            // Every power of two between, and the ends, at very many x.
            float[] all = [smallest, largest, .. Enumerable.Range(-126, 254).Select(i => MathF.ScaleB(1f, i)).Where(a => a > smallest && a < largest)];
            foreach (float alpha in all)
            {
                var curve = new Curve(kind, alpha, Precision.Single, normalize);
                Assert.True(kind == SurrogateTable.None || Math.Abs(curve.Slope(0)) > 0, $"{kind}, {normalize}, {alpha}");
                foreach (float x in Xs(alpha))
                    Assert.True(double.IsFinite((float)curve.Slope(x)), $"{kind}, {normalize}, α = {alpha:R}, x = {x:R}: {curve.Slope(x)}");
            }
        }
    }

    [Fact]
    public void What_is_no_number_above_0_is_never_allowed()
    {
        foreach (SurrogateRow row in SurrogateTable.Rows)
            foreach (float alpha in new[] { 0f, -0f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                Assert.False(Steepness.IsPossible(new Surrogate(row.Kind, Normalization.None), alpha));
    }

    private static IEnumerable<float> Xs(float alpha)
    {
        foreach (float unit in new[] { 1f, 1f / alpha })
            foreach (float x in new[] { 0f, 1e-45f, 1e-20f, 0.1f, 0.49f, 0.5f, 0.99f, 1f, 1.01f, 2f, 7f, 88f, 104f, 1e5f, 1e20f, 3e38f, float.PositiveInfinity })
                foreach (float sign in new[] { 1f, -1f })
                    if (!float.IsNaN(sign * x * unit)) yield return sign * x * unit;
    }
}
