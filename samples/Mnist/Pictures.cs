using ScottPlot;
using ScottPlot.MultiplotLayouts;
using Sgl;
using SkiaSharp;
using Color = ScottPlot.Color;

namespace Mnist;

/// <summary>Draws the pictures, as PNG files in memory.</summary>
internal static class Pictures
{
    private const int Width = 1200;
    private const int Height = 600;

    /// <summary>Hidden neurons in the raster; more would be finer than a pixel.</summary>
    private const int MostNeurons = 256;

    private static readonly Color Blue = Color.FromHex("#1f6fb4");
    private static readonly Color Orange = Color.FromHex("#e07b20");
    private static readonly Color Ink = Color.FromHex("#26323d");

    /// <summary>The font comes with the program: a bare machine has none.</summary>
    static Pictures()
    {
        string font = Path.Combine(AppContext.BaseDirectory, "fonts", "Inter.ttf");
        foreach (bool bold in new[] { false, true }) Fonts.AddFontFile("Inter", font, bold, italic: false);
        Fonts.Default = "Inter";
    }

    /// <summary>Loss and accuracy over the epochs.</summary>
    public static byte[] DrawTraining(IReadOnlyList<EpochStatus> epochs)
    {
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        Plot loss = NewPlot("Training loss", "epoch", "cross-entropy");
        AddCurve(loss, numbers, epochs.Select(epoch => epoch.Loss), Blue, "");
        loss.Axes.SetLimitsY(0, 1.05 * epochs.Max(epoch => epoch.Loss));

        Plot accuracy = NewPlot("Accuracy", "epoch", "recognized, %");
        AddCurve(accuracy, numbers, epochs.Select(epoch => 100 * epoch.TrainAccuracy), Blue, "training");
        AddCurve(accuracy, numbers, epochs.Select(epoch => 100 * epoch.TestAccuracy!.Value), Orange, "test");
        accuracy.ShowLegend(Alignment.LowerRight);
        return Render(new Columns(), loss, accuracy);
    }

    /// <summary>One digit: the image, the spikes of the hidden neurons, and the readout over time.</summary>
    public static byte[] DrawDigit(Recording recording)
    {
        Plot image = DrawImage(recording), raster = DrawRaster(recording), readout = DrawReadout(recording);
        var grid = new CustomGrid();
        grid.Set(image, new GridCell(0, 0, 2, 5, 2, 2));
        grid.Set(raster, new GridCell(0, 2, 2, 5, 1, 3));
        grid.Set(readout, new GridCell(1, 2, 2, 5, 1, 3));
        return Render(grid, image, raster, readout);
    }

    private static Plot DrawImage(Recording recording)
    {
        Plot plot = NewPlot($"True {recording.Label}, predicted {recording.Predicted}", "", "");
        var pixels = new double[Digits.Side, Digits.Side];
        for (int i = 0; i < Digits.Pixels; i++) pixels[i / Digits.Side, i % Digits.Side] = recording.Pixels[i];
        plot.Add.Heatmap(pixels).Colormap = new ScottPlot.Colormaps.Grayscale().Reversed();
        plot.Axes.SquareUnits();
        plot.HideAxesAndGrid();
        plot.Axes.Title.IsVisible = true;
        return plot;
    }

    private static Plot DrawRaster(Recording recording)
    {
        Signal spikes = recording.Hidden;
        int shown = Math.Min(spikes.Features, MostNeurons);
        string which = shown == spikes.Features ? $"{shown}" : $"the first {shown} of {spikes.Features}";
        Plot plot = NewPlot($"Spikes of {which} hidden neurons", "", "neuron");
        Coordinates[] points =
        [
            .. from step in Enumerable.Range(0, spikes.Steps)
               from neuron in Enumerable.Range(0, shown)
               where spikes.At(step)[neuron] != 0
               select new Coordinates(step + 1, neuron),
        ];
        plot.Add.Markers(points, MarkerShape.FilledSquare, 3, Ink);
        plot.Axes.SetLimits(0, spikes.Steps + 1, -1, shown);
        return plot;
    }

    private static Plot DrawReadout(Recording recording)
    {
        string what = recording.IsSpikes ? "spikes so far" : "membrane";
        Plot plot = NewPlot($"Readout: {what} of the output neurons, {recording.Predicted} in orange", "time step", what);
        Signal output = recording.Readout;
        double[] steps = [.. Enumerable.Range(1, output.Steps).Select(step => (double)step)];
        for (int digit = 0; digit < Digits.Classes; digit++)
        {
            var values = new double[output.Steps];
            for (int t = 0; t < values.Length; t++)
                values[t] = output.At(t)[digit] + (recording.IsSpikes && t > 0 ? values[t - 1] : 0);
            bool isPredicted = digit == recording.Predicted;
            Color color = isPredicted ? Orange : digit == recording.Label ? Blue : Ink.WithAlpha(0.3);
            AddCurve(plot, steps, values, color, "", isPredicted ? 3 : 1.5f);
        }

        plot.Axes.SetLimitsX(0, output.Steps + 1);
        return plot;
    }

    private static Plot NewPlot(string title, string x, string y)
    {
        var plot = new Plot();
        plot.Title(title, size: 18);
        plot.XLabel(x, size: 14);
        plot.YLabel(y, size: 14);
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Ink.WithAlpha(0.08);
        return plot;
    }

    private static void AddCurve(
        Plot plot, double[] x, IEnumerable<double> y, Color color, string legend, float width = 2.5f)
    {
        ScottPlot.Plottables.Scatter curve = plot.Add.Scatter(x, y.ToArray(), color);
        curve.LineWidth = width;
        curve.MarkerSize = x.Length > 1 ? 0 : 8; // a single epoch is a dot, not a line
        curve.LegendText = legend;
    }

    private static byte[] Render(IMultiplotLayout layout, params ReadOnlySpan<Plot> plots)
    {
        var figure = new Multiplot(plots[0]) { Layout = layout };
        foreach (Plot plot in plots[1..]) figure.Subplots.Add(plot);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        figure.Render(surface.Canvas, new PixelRect(0, Width, Height, 0));
        using var image = new Image(surface);
        return image.GetImageBytes(ImageFormat.Png, quality: 100);
    }
}
