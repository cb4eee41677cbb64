using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mnist;
using Sgl.Bench;
using TorchSharp;

namespace TorchSharpConv;

/// <summary>Trains a convolutional spiking network within TorchSharp and says how many digits it recognizes.</summary>
internal static class Program
{
    private const int Failed = 2;
    private const int QuickDigits = 1000;
    private const int QuickEpochs = 3;

    private static int Main(string[] arguments)
    {
        var quick = new Option<bool>("--quick") { Description = $"Only {QuickDigits} digits, three times: a few seconds" };
        var epochs = new Option<int>("--epochs") { Description = "Times that every training digit is seen", DefaultValueFactory = _ => 4 };
        var seed = new Option<int>("--seed") { Description = "Determines every random number", DefaultValueFactory = _ => 0 };
        epochs.Validators.Add(result => RequireAtLeast(1, result));
        seed.Validators.Add(result => RequireAtLeast(0, result));
        var command = new RootCommand("Trains a convolutional spiking network on MNIST digits, in TorchSharp.") { quick, epochs, seed };
        command.SetAction(parsed => Run(
            parsed.GetValue(quick) ? QuickDigits : null, parsed.GetValue(quick) ? QuickEpochs : parsed.GetValue(epochs), parsed.GetValue(seed)));
        return command.Parse(arguments).Invoke();
    }

    private static int Run(int? limit, int epochs, int seed)
    {
        if (TorchLibrary.Obstacle() is { } obstacle)
        {
            Console.Error.WriteLine($"error: libtorch cannot be loaded: {obstacle}");
            return Failed;
        }

        try
        {
            string data = Path.Combine(AppContext.BaseDirectory, "data");
            Digits train = Digits.Load(data, "train"), test = Digits.Load(data, "test");
            if (limit is { } count) train = train.First(count);
            torch.set_num_threads(Environment.ProcessorCount);
            torch.random.manual_seed(seed);
            using var training = new Training(train, epochs, seed);
            Console.WriteLine($"{train.Count} training digits, {test.Count} test digits");
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                var clock = Stopwatch.StartNew();
                double loss = training.RunEpoch(epoch);
                Console.WriteLine($"epoch {epoch + 1}/{epochs}  loss {loss:F4}  {clock.Elapsed.TotalSeconds:F1} s");
            }

            Console.WriteLine($"Learned decays {string.Join(", ", training.Network.Decays.Select(decay => $"{decay:F3}"))}");
            Console.WriteLine($"Test accuracy {100 * training.Accuracy(test):F2} %");
            return 0;
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return Failed;
        }
    }

    // What is no number is the parser's to say; it throws where a validator asks it for the value.
    private static void RequireAtLeast(int least, System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int value) && value < least)
            result.AddError($"{result.Option.Name} must be at least {least}, not {value}.");
    }
}
