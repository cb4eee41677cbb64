using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;
using Sgl.Tests.Golden;
using Xunit;

namespace Sgl.Tests.Surrogates;

/// <summary>What mathematics says of every surrogate.</summary>
public class SurrogateTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 200).Select(i => -4.0123 + 0.0411 * i)];

    public static TheoryData<string, float> Kinds
    {
        get
        {
            var data = new TheoryData<string, float>();
            foreach (SurrogateRow row in SurrogateTable.Rows)
                foreach (float alpha in Alphas(row)) data.Add(row.Kind, alpha);
            return data;
        }
    }

    public static TheoryData<string, float> NormalizableKinds
    {
        get
        {
            var data = new TheoryData<string, float>();
            foreach (SurrogateRow row in SurrogateTable.Rows.Where(row => row.Peak(row.DefaultAlpha) != 0))
                foreach (float alpha in Alphas(row)) data.Add(row.Kind, alpha);
            return data;
        }
    }

    [Fact]
    public void Kinds_are_the_rows_of_the_table() =>
        Assert.Equal(Enum.GetNames<Kind>(), SurrogateTable.Rows.Select(row => row.Kind));

    // No kink of a default, or of its multiples, lies within Delta of the grid.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_is_that_of_the_primitive(string kind, float alpha)
    {
        const double Delta = 1e-5;
        var curve = new Curve(kind, alpha);
        double[] expected =
            [.. Grid.Select(x => (curve.Height(x + Delta) - curve.Height(x - Delta)) / (2 * Delta))];
        double[] actual = [.. Grid.Select(curve.Slope)];
        Near.Largest(1e-6, kind, expected, actual, magnitude: SurrogateTable.Get(kind).Peak(alpha));
    }

    /// <summary>∫ S̃′ = S̃(b) − S̃(a), by midpoints; a jump costs half a step.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Integral_of_the_derivative_is_what_the_primitive_rises(string kind, float alpha)
    {
        if (kind == SurrogateTable.None) return; // whose primitive is the step itself
        const int Points = 20_000;
        var curve = new Curve(kind, alpha);
        double end = 5 / alpha, step = 2 * end / Points;
        double sum = Enumerable.Range(0, Points).Sum(i => curve.Slope(-end + (i + 0.5) * step));
        double tolerance = 2 * step * SurrogateTable.Get(kind).Peak(alpha);
        Assert.Equal(curve.Height(end) - curve.Height(-end), sum * step, tolerance);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Area_is_what_the_primitive_rises(string kind, float alpha)
    {
        if (kind == SurrogateTable.None) return;
        var curve = new Curve(kind, alpha);
        double area = SurrogateTable.Get(kind).Area(alpha);
        if (double.IsInfinity(area))
        {
            Assert.True(curve.Height(1e200) - curve.Height(1e100) + curve.Height(-1e100) - curve.Height(-1e200) > 100);
            return;
        }

        Assert.Equal(area, curve.Height(1e30) - curve.Height(-1e30), 1e-9);
        double lowest = SurrogateTable.Get(kind).IsSign ? -area / 2 : 0;
        Assert.Equal(lowest, curve.Height(-1e30), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Peak_is_the_largest_magnitude(string kind, float alpha)
    {
        double peak = SurrogateTable.Get(kind).Peak(alpha);
        Assert.Equal(peak, LargestMagnitude(new Curve(kind, alpha)), peak * 1e-7);
    }

    [Theory]
    [MemberData(nameof(NormalizableKinds))]
    public void Normalized_to_its_peak_it_is_1_at_most(string kind, float alpha) =>
        Assert.Equal(1, LargestMagnitude(new Curve(kind, alpha, normalize: Normalization.Peak)), 1e-6);

    [Theory]
    [MemberData(nameof(NormalizableKinds))]
    public void Normalized_to_its_area_it_rises_by_1(string kind, float alpha)
    {
        SurrogateRow row = SurrogateTable.Get(kind);
        if (double.IsInfinity(row.Area(alpha))) return; // which the parser refuses
        var curve = new Curve(kind, alpha, normalize: Normalization.Area);
        var plain = new Curve(kind, alpha);
        Assert.Equal(1, curve.Height(1e30) - curve.Height(-1e30), 1e-9);
        Assert.All(Grid, x => Assert.Equal(
            plain.Slope(x) / row.Area(alpha), curve.Slope(x), row.Peak(alpha) / row.Area(alpha) * 1e-6));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Single_precision_keeps_what_double_says(string kind, float alpha)
    {
        double[] grid = [.. Grid.Concat(Grid.Select(x => x / 100)).Select(x => (double)(float)x)];
        double[] expected = [.. grid.Select(new Curve(kind, alpha).Slope)];
        double[] actual = [.. grid.Select(new Curve(kind, alpha, Precision.Single).Slope)];
        Near.Largest(5e-7, kind, expected, actual);
    }

    /// <summary>From the least number to 10³⁰ on both sides: no infinity, no NaN.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_overflows_nowhere(string kind, float alpha)
    {
        double peak = SurrogateTable.Get(kind).Peak(alpha) * 1.000001;
        var curve = new Curve(kind, alpha, Precision.Single);
        for (float x = 1e-45f; x < 2e30f; x *= 1.7f)
        {
            Assert.InRange(curve.Slope(x), -peak, peak);
            Assert.InRange(curve.Slope(-x), -peak, peak);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_at_infinity_is_its_limit(string kind, float alpha)
    {
        double limit = kind switch
        {
            "StraightThrough" => 1,
            "PiecewiseLeakyReLU" => 0.01f,
            _ => 0,
        };
        var curve = new Curve(kind, alpha, Precision.Single);
        Assert.Equal(limit, curve.Slope(double.PositiveInfinity));
        Assert.Equal(limit, curve.Slope(double.NegativeInfinity));
    }

    /// <summary>NaN stays NaN, unless S̃′ is a choice between numbers: then it is the one far from the threshold.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_of_NaN_is_documented(string kind, float alpha)
    {
        double expected = kind switch
        {
            "None" or "Rectangle" or "SteSign" => 0,
            "StraightThrough" => 1,
            "PiecewiseLeakyReLU" => 0.01f,
            _ => double.NaN,
        };
        Assert.Equal(expected, new Curve(kind, alpha, Precision.Single).Slope(double.NaN));
    }

    private static IEnumerable<float> Alphas(SurrogateRow row) =>
        [row.DefaultAlpha, row.AlphaAbove + 0.5f, row.AlphaAbove + 25f];

    /// <summary>On a fine grid, at the threshold and just below it.</summary>
    private static double LargestMagnitude(Curve curve) =>
        Grid.Concat(Grid.Select(x => x / 100)).Concat([0, -1e-12]).Max(x => Math.Abs(curve.Slope(x)));
}
