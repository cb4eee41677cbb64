using Mnist;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Palettes;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DeadGradient;

/// <summary>Accuracy over steepness, one curve per surrogate, and the true derivative as a line.</summary>
internal static class SweepPicture
{
    /// <summary>Draws it as a PNG file.</summary>
    public static byte[] Draw(Sweep sweep)
    {
        using var figure = new Figure(new Columns());
        Plot plot = figure.Add("Digits recognized after training", "steepness alpha of the surrogate", "%");
        for (int i = 0; i < sweep.Curves.Length; i++)
        {
            (string name, double[] accuracies) = sweep.Curves[i];
            Scatter curve = plot.Add.Scatter(
                accuracies.Select((accuracy, k) => new Coordinates(Math.Log2(sweep.Alphas[k]), 100 * accuracy)).ToArray(),
                new Category10().GetColor(i));
            curve.LineWidth = 2.5f;
            curve.MarkerSize = 8;
            curve.LegendText = name;
        }

        AddLine(plot, 100 * sweep.True.Accuracy, Figure.Ink, LinePattern.Solid, "true derivative");
        AddLine(plot, 100.0 / Digits.Classes, Colors.Gray, LinePattern.Dotted, "chance");

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. sweep.Alphas.Select(alpha => Math.Log2(alpha))],
            [.. sweep.Alphas.Select(alpha => FormattableString.Invariant($"{alpha}"))]);
        plot.Axes.SetLimitsX(Math.Log2(sweep.Alphas[0]) - 0.3, Math.Log2(sweep.Alphas[^1]) + 0.3);
        plot.Axes.SetLimitsY(0, 100);
        plot.ShowLegend(Alignment.MiddleLeft);
        return figure.ToPng();
    }

    private static void AddLine(Plot plot, double height, Color color, LinePattern pattern, string name)
    {
        HorizontalLine line = plot.Add.HorizontalLine(height, 2.5f, color, pattern);
        line.LegendText = name;
    }
}
