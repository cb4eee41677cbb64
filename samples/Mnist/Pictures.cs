using ScottPlot;
using ScottPlot.MultiplotLayouts;
using Sgl;
using Color = ScottPlot.Color;

namespace Mnist;

/// <summary>Draws the pictures, as PNG files in memory, and saves them.</summary>
internal static class Pictures
{
    private const int Width = 1200;
    private const int Height = 640;

    // Hidden neurons in the raster; more would be finer than a pixel.
    private const int MostNeurons = 256;

    private const string Font = "Inter";
    private static readonly Color Blue = Color.FromHex("#1f6fb4");
    private static readonly Color Orange = Color.FromHex("#e07b20");
    private static readonly Color Ink = Color.FromHex("#26323d");

    /// <summary>Loss and accuracy over the epochs.</summary>
    public static byte[] DrawTraining(IReadOnlyList<EpochStatus> epochs)
    {
        using var figure = new Multiplot { Layout = new Columns() };
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];

        Plot loss = AddPlot(figure, "Training loss", "epoch", "cross-entropy");
        AddCurve(loss, numbers, epochs.Select(epoch => epoch.Loss), Blue, "");
        loss.Axes.SetLimitsY(0, 1.05 * epochs.Max(epoch => epoch.Loss));

        Plot accuracy = AddPlot(figure, "Accuracy", "epoch", "recognized, %");
        AddCurve(accuracy, numbers, epochs.Select(epoch => 100 * epoch.TrainAccuracy), Blue, "training");
        AddCurve(accuracy, numbers, epochs.Select(epoch => 100 * epoch.TestAccuracy!.Value), Orange, "test");
        accuracy.ShowLegend(Alignment.LowerRight);
        return Png(figure);
    }

    /// <summary>One digit: the image, the hidden spikes, and the readout over time.</summary>
    public static byte[] DrawDigit(Recording recording)
    {
        var grid = new CustomGrid();
        using var figure = new Multiplot { Layout = grid };
        grid.Set(DrawImage(figure, recording), new GridCell(0, 0, 2, 5, 2, 2));
        grid.Set(DrawRaster(figure, recording), new GridCell(0, 2, 2, 5, 1, 3));
        grid.Set(DrawReadout(figure, recording), new GridCell(1, 2, 2, 5, 1, 3));
        return Png(figure);
    }

    /// <summary>Saves files, each one whole or not at all.</summary>
    /// <param name="directory">Created if need be.</param>
    /// <param name="files">Names and contents.</param>
    public static void Save(string directory, params ReadOnlySpan<(string Name, byte[] Content)> files)
    {
        Directory.CreateDirectory(directory);
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(directory, name);
            string temporary = $"{path}.{Environment.ProcessId}.tmp";
            try
            {
                File.WriteAllBytes(temporary, content);
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
    }

    private static Plot DrawImage(Multiplot figure, Recording recording)
    {
        Plot plot = AddPlot(figure, $"True {recording.Label}, predicted {recording.Predicted}", "", "");
        var pixels = new double[Digits.Side, Digits.Side];
        Buffer.BlockCopy(Array.ConvertAll(recording.Pixels, pixel => (double)pixel), 0, pixels, 0, sizeof(double) * Digits.Pixels);
        plot.Add.Heatmap(pixels).Colormap = new ScottPlot.Colormaps.Grayscale().Reversed();
        plot.Axes.SquareUnits();
        plot.HideAxesAndGrid();
        plot.Axes.Title.IsVisible = true;
        return plot;
    }

    private static Plot DrawRaster(Multiplot figure, Recording recording)
    {
        Signal spikes = recording.Hidden;
        int shown = Math.Min(spikes.Features, MostNeurons);
        string title = shown == spikes.Features ? $"Spikes of {shown} hidden neurons" : $"Spikes of the first {shown} of {spikes.Features} hidden neurons";
        Plot plot = AddPlot(figure, title, "", "neuron");
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

    private static Plot DrawReadout(Multiplot figure, Recording recording)
    {
        string what = recording.IsSpikes ? "spikes so far" : "membrane";
        Plot plot = AddPlot(figure, $"Readout: {what} of the 10 output neurons", "time step", what);
        return plot;
    }

    private static Plot AddPlot(Multiplot figure, string title, string x, string y)
    {
        Plot plot = figure.Subplots.Count == 0 ? new Plot() : new Plot();
        figure.AddPlot(plot);
        return plot;
    }
}
