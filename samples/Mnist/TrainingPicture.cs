using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Plottables;

namespace Mnist;

/// <summary>The curves of a training run: loss and accuracy over the epochs.</summary>
internal static class TrainingPicture
{
    private static readonly Color Training = Color.FromHex("#1f6fb4");
    private static readonly Color Test = Color.FromHex("#e07b20");

    /// <summary>Draws it as a PNG file.</summary>
    public static byte[] Draw(IReadOnlyList<EpochStatus> epochs)
    {
        using var figure = new Figure(new Columns());
        Plot loss = figure.Add("Loss", "epoch", "cross-entropy");
        AddCurve(loss, epochs, epoch => epoch.Loss, Training, "training");
        loss.Axes.SetLimitsY(0, 1.08 * epochs.Max(epoch => epoch.Loss));
        loss.ShowLegend(Alignment.UpperRight);

        Plot accuracy = figure.Add("Accuracy", "epoch", "digits recognized, %");
        AddCurve(accuracy, epochs, epoch => 100 * epoch.TrainAccuracy, Training, "training");
        AddCurve(accuracy, epochs, epoch => 100 * epoch.TestAccuracy!.Value, Test, "test");
        accuracy.ShowLegend(Alignment.LowerRight);

        // Room left and right, so that one epoch has a width and no point lies on the frame.
        foreach (Plot plot in new[] { loss, accuracy })
            plot.Axes.SetLimitsX(1 - 0.04 * epochs.Count, 1.04 * epochs.Count);
        return figure.ToPng();
    }

    private static void AddCurve(
        Plot plot, IReadOnlyList<EpochStatus> epochs, Func<EpochStatus, double> value, Color color, string name)
    {
        Scatter curve = plot.Add.Scatter(
            epochs.Select(epoch => new Coordinates(epoch.Epoch, value(epoch))).ToArray(), color);
        curve.LineWidth = 2.5f;
        curve.MarkerSize = epochs.Count <= 40 ? 7 : 0;
        curve.LegendText = name;
    }
}
