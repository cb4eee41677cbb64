using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Palettes;
using ScottPlot.Plottables;
using Signal = Sgl.Signal;

namespace Mnist;

/// <summary>One digit in the network: the image, the hidden spikes, and the readout over time.</summary>
internal static class DigitPicture
{
    // With more neurons, the rows of the raster would run into each other.
    private const int MostNeurons = 100;

    /// <summary>Draws it as a PNG file.</summary>
    public static byte[] Draw(Recording recording)
    {
        var grid = new CustomGrid();
        using var figure = new Figure(grid);
        grid.Set(AddImage(figure, recording), new GridCell(0, 0, 1, 5, 1, 2));
        grid.Set(AddRaster(figure, recording.Hidden), new GridCell(0, 2, 2, 5, 1, 3));
        grid.Set(AddReadout(figure, recording), new GridCell(1, 2, 2, 5, 1, 3));
        return figure.ToPng();
    }

    private static Plot AddImage(Figure figure, Recording recording)
    {
        Plot plot = figure.Add($"True class {recording.Label}, predicted {recording.Predicted}");
        var paper = new double[Digits.Side, Digits.Side];
        for (int i = 0; i < Digits.Pixels; i++) paper[i / Digits.Side, i % Digits.Side] = 1 - recording.Pixels[i];
        plot.Add.Heatmap(paper).Colormap = new ScottPlot.Colormaps.Grayscale();
        Rectangle edge = plot.Add.Rectangle(-0.5, Digits.Side - 0.5, -0.5, Digits.Side - 0.5);
        edge.FillColor = Colors.Transparent;
        edge.LineColor = Figure.Faint;
        plot.HideGrid();
        plot.Axes.Frame(false);
        plot.Axes.Margins(0.01, 0.01);
        plot.Axes.SquareUnits();
        plot.Layout.Fixed(new PixelPadding(left: 30, right: 10, bottom: 50, top: 45));
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        return plot;
    }

    private static Plot AddRaster(Figure figure, Signal spikes)
    {
        int shown = Math.Min(spikes.Features, MostNeurons);
        string which = shown == spikes.Features ? $"{shown}" : $"first {shown} of {spikes.Features}";
        Plot plot = figure.Add($"Spikes of the {which} hidden neurons", "", "neuron");
        Coordinates[] points =
        [
            .. from step in Enumerable.Range(0, spikes.Steps)
               from neuron in Enumerable.Range(0, shown)
               where spikes.At(step)[neuron] != 0
               select new Coordinates(step + 1, neuron),
        ];
        plot.Add.Markers(points, MarkerShape.FilledSquare, size: 4, Figure.Ink);
        LimitTime(plot, spikes);
        plot.Axes.SetLimitsY(-1, shown);
        plot.HideGrid();
        return plot;
    }

    private static Plot AddReadout(Figure figure, Recording recording)
    {
        Signal output = recording.Readout;
        string what = recording.IsSpikes ? "spikes so far" : "membrane";
        Plot plot = figure.Add("Readout, one neuron per digit", "time step", what);
        for (int digit = 0; digit < Digits.Classes; digit++)
        {
            float[] values = [.. Enumerable.Range(0, output.Steps).Select(step => output.At(step)[digit])];
            if (recording.IsSpikes) for (int step = 1; step < values.Length; step++) values[step] += values[step - 1];
            Color color = new Category10().GetColor(digit);
            Scatter trace = plot.Add.Scatter(
                values.Select((value, step) => new Coordinates(step + 1, value)).ToArray(), color);
            trace.MarkerSize = output.Steps == 1 ? 6 : 0;
            trace.LineWidth = digit == recording.Predicted ? 4 : 1.5f;
            trace.LegendText = $"{digit}";
        }

        LimitTime(plot, output);
        plot.ShowLegend(Edge.Right);
        plot.Legend.InterItemPadding = new PixelPadding(0);
        return plot;
    }

    private static void LimitTime(Plot plot, Signal signal) => plot.Axes.SetLimitsX(0.5, signal.Steps + 0.5);
}
