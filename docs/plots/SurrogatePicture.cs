using Mnist;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Palettes;
using ScottPlot.Plottables;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Plots;

/// <summary>Curves of surrogates. The font of the pictures has no α.</summary>
internal static class SurrogatePicture
{
    private const double End = 3;
    private const int Points = 2401;
    private static readonly float[] Alphas = [1f, 2f, 4f, 8f];
    private static readonly IPalette Palette = new Category10();

    /// <summary>S̃′ and S̃ of several kinds, at the steepness that each has where a model names none.</summary>
    public static byte[] OfKinds(IEnumerable<SurrogateRow> rows)
    {
        using var figure = new Figure(new Columns());
        Plot slope = figure.Add("Derivative", "x");
        Plot height = figure.Add("Primitive", "x");
        foreach (SurrogateRow row in rows)
        {
            string name = row.Kind == "StraightThrough" ? row.Kind : $"{row.Kind}, alpha = {row.DefaultAlpha:0.#}";
            AddCurve(slope, name, x => Slope(row, row.DefaultAlpha, x));
            AddCurve(height, name, x => row.Primitive(x, row.DefaultAlpha));
        }

        slope.HideLegend();
        height.ShowLegend(Alignment.LowerRight); // where no primitive is
        return figure.ToPng();
    }

    /// <summary>S̃′ of kinds at several steepnesses.</summary>
    public static byte[] OfSteepness(params SurrogateRow[] rows)
    {
        using var figure = new Figure(new Columns());
        foreach (SurrogateRow row in rows)
        {
            string constant = row.Scaling == Scaling.Area ? "area" : "peak";
            Plot plot = figure.Add($"{row.Kind}: the same {constant} for every alpha", "x");
            foreach (float alpha in Alphas) AddCurve(plot, $"alpha = {alpha:0.#}", x => Slope(row, alpha, x));
            plot.ShowLegend(Alignment.UpperRight);
        }

        return figure.ToPng();
    }

    private static void AddCurve(Plot plot, string name, Func<double, double> function)
    {
        Coordinates[] points = new Coordinates[Points];
        for (int i = 0; i < Points; i++)
        {
            double x = End * (2.0 * i / (Points - 1) - 1);
            points[i] = new Coordinates(x, function(x));
        }

        Scatter curve = plot.Add.ScatterLine(points, Palette.GetColor(plot.GetPlottables().Count()));
        curve.LineWidth = 2.5f;
        curve.LegendText = name;
        plot.Axes.SetLimitsX(-End, End);
    }

    /// <summary>S̃′(x) as the compiler has it, in double.</summary>
    private static double Slope(SurrogateRow row, float alpha, double x)
    {
        var b = new GraphBuilder();
        int value = row.Derivative(b, b.Leaf(Op.Input, 0, "x"), b.Constant(alpha));
        return new Interpreter(Precision.Double).Evaluate(b.Build(), _ => x)[value];
    }
}
