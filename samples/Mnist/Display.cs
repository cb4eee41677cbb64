using System.Globalization;
using Spectre.Console;

namespace Mnist;

/// <summary>Shows the progress: live on a terminal, as plain lines where the output goes elsewhere.</summary>
internal static class Display
{
    /// <summary>Trains and shows one line per epoch; on a terminal also a bar that moves with each batch.</summary>
    /// <param name="epochs">Number of epochs to come.</param>
    /// <param name="train">Trains, and calls its argument after each batch and each epoch.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    public static T Show<T>(int epochs, Func<Action<EpochStatus>, T> train)
    {
        bool live = !Console.IsOutputRedirected
            && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
        return live ? ShowLive(epochs, train) : train(status => ShowEnd(status, epochs));
    }

    private static T ShowLive<T>(int epochs, Func<Action<EpochStatus>, T> train) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 16 })
            .Start(context =>
            {
                ProgressTask task = context.AddTask("training", maxValue: epochs);
                return train(status =>
                {
                    task.Value = status.Epoch - 1 + status.Share;
                    if (status.TestAccuracy is null) task.Description = Markup.Escape(Line(status, epochs));
                    ShowEnd(status, epochs);
                });
            });

    private static void ShowEnd(EpochStatus status, int epochs)
    {
        if (status.TestAccuracy is null) return;
        // Spectre keeps the line above the bar; but where the output is redirected, it would wrap long lines.
        if (Console.IsOutputRedirected) Console.WriteLine(Line(status, epochs));
        else AnsiConsole.WriteLine(Line(status, epochs));
    }

    private static string Line(EpochStatus status, int epochs)
    {
        string epoch = status.Epoch.ToString(CultureInfo.InvariantCulture)
            .PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length);
        string test = status.TestAccuracy is { } accuracy
            ? FormattableString.Invariant($"  test {100 * accuracy,6:F2} %")
            : "";
        return FormattableString.Invariant(
            $"epoch {epoch}/{epochs}  loss {status.Loss:F4}  train {100 * status.TrainAccuracy,6:F2} %{test}")
            + FormattableString.Invariant($"  {status.SamplesPerSecond,6:F0} samples/s");
    }
}
