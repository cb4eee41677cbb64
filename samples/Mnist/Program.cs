using Sgl;

namespace Mnist;

/// <summary>Trains a spiking network on MNIST digits, shows the progress, and draws what it learned.</summary>
internal static class Program
{
    private const int Failed = 2;
    private const int Cancelled = 130; // 128 + SIGINT, as shells have it

    private static int Main(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupt.Cancel();
        };
        return CommandLine.Create(options => Run(options, interrupt.Token)).Invoke(arguments);
    }

    private static int Run(Options options, CancellationToken cancellation)
    {
        try
        {
            Digits train = Digits.Load(options.Data, "train");
            Digits test = Digits.Load(options.Data, "test");
            if (options.Limit is { } limit) train = train.First(limit);

            using Device device = SpikingNetwork.Open(options.Device);
            using Network network = SpikingNetwork.Create(options, device);
            Console.WriteLine(string.Join(", ", network.Layers));
            Console.WriteLine($"{train.Count} training digits, {test.Count} test digits, {options.Steps} time steps");
            var training = new Training(network, train, test, options);
            if (training.Resume()) Console.WriteLine($"resumed from {options.Checkpoint}: {training.Position}");
            List<EpochStatus> epochs = Display.Show(options.Epochs, report => training.Run(report, cancellation));

            Recording recording = Recording.Of(network, test, index: 0, options);
            byte[] curves = TrainingPicture.Draw(epochs);
            byte[] digit = DigitPicture.Draw(recording);
            cancellation.ThrowIfCancellationRequested();
            WholeFiles.Write(options.Out, ("training.png", curves), ("digit.png", digit));

            if (options.Report) Console.Write(training.Report(cancellation));
            double accuracy = epochs[^1].TestAccuracy!.Value;
            Console.WriteLine(FormattableString.Invariant($"test accuracy: {100 * accuracy:F2} %"));
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled; no picture was written");
            return Cancelled;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or DeviceNotFoundException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Failed;
        }
    }
}
