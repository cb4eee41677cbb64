using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Mnist;

/// <summary>The command line: its options, their ranges and their defaults.</summary>
internal static class CommandLine
{
    private static string BundledData => Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Creates the command.</summary>
    /// <param name="run">Runs with valid options and returns the exit code.</param>
    public static RootCommand Create(Func<Options, int> run)
    {
        Option<int?> epochs = Number("--epochs", "Times that every training digit is seen", 1, 1000, 15);
        Option<int?> hidden = Number("--hidden", "Hidden neurons", 1, 4096, 256);
        Option<int?> steps = Number("--steps", "Time steps per digit", 1, 1000, 25);
        Option<Surrogate> surrogate = Choice("--surrogate", "Derivative used for a spike", Surrogate.ATan);
        Option<Encoding> encoder = Choice("--encoder", "How pixels become a signal", Encoding.Constant);
        Option<Readout> readout = Choice("--readout", "What the output neurons give", Readout.Membrane);
        Option<Place> device = Choice("--device", "Where the network computes; Gpu is CUDA or else OpenCL", Place.Cpu);
        Option<int?> threads = Number("--threads", "Most threads; 0 is one per processor", 0, 1024, 0);
        Option<int?> seed = Number("--seed", "Determines every random number", 0, int.MaxValue, 0);
        Option<int?> limit = Number("--limit", "Use only the first N training digits", 1, int.MaxValue, null);
        Option<string> data = Folder("--data", "Folder of the MNIST files", BundledData);
        Option<string> output = Folder("--out", "Folder that the pictures are written to", "out");
        Option<string?> checkpoint = NewFile("--checkpoint", "Go on from FILE if it is there; save to it at each epoch's end");
        Option<int?> saveEvery = Number("--save-every", "Save after every N batches, too", 1, int.MaxValue, null);
        var report = new Option<bool>("--report") { Description = "Print which neurons are dead or saturated, and what each layer takes" };

        var command = new RootCommand("Trains a spiking network on MNIST digits and shows it.")
        {
            epochs, hidden, steps, surrogate, encoder, readout, device, threads, seed, limit, data, output,
            checkpoint, saveEvery, report,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(saveEvery) is not null && result.GetValue(checkpoint) is null)
                result.AddError("--save-every needs --checkpoint.");
        });
        command.SetAction(parsed => run(new Options(
            parsed.GetRequiredValue(epochs)!.Value,
            parsed.GetRequiredValue(hidden)!.Value,
            parsed.GetRequiredValue(steps)!.Value,
            parsed.GetRequiredValue(surrogate),
            parsed.GetRequiredValue(encoder),
            parsed.GetRequiredValue(readout),
            parsed.GetRequiredValue(device),
            parsed.GetRequiredValue(threads)!.Value,
            parsed.GetRequiredValue(seed)!.Value,
            parsed.GetValue(limit),
            parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(output),
            parsed.GetValue(checkpoint),
            parsed.GetValue(saveEvery),
            parsed.GetValue(report))));
        return command;
    }

    /// <summary>Parses and runs; wrong arguments are named on standard error, without the whole help.</summary>
    public static int Invoke(this RootCommand command, string[] arguments)
    {
        ParseResult parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction errors) (errors.ShowHelp, errors.ShowTypoCorrections) = (false, true);
        return parsed.Invoke();
    }

    private static Option<int?> Number(string name, string what, int low, int high, int? byDefault)
    {
        string range = high == int.MaxValue ? $"at least {low}" : $"{low} to {high}";
        var option = new Option<int?>(name)
        {
            Description = $"{what}; {range}",
            HelpName = "N",
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                    && value >= low && value <= high) return value;
                argument.AddError($"{name} must be a whole number, {range}, not '{text}'.");
                return null;
            },
        };
        if (byDefault is not null) option.DefaultValueFactory = _ => byDefault;
        return option;
    }

    private static Option<T> Choice<T>(string name, string what, T byDefault)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        return new Option<T>(name)
        {
            Description = what,
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => byDefault,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                // By name only, hyphens or not: Enum.Parse would take numbers, too.
                string plain = text.Replace("-", "", StringComparison.Ordinal);
                if (names.Contains(plain, StringComparer.OrdinalIgnoreCase))
                    return Enum.Parse<T>(plain, ignoreCase: true);
                argument.AddError($"{name} must be one of {string.Join(", ", names)}, not '{text}'.");
                return default;
            },
        };
    }

    private static Option<string?> NewFile(string name, string what)
    {
        var option = new Option<string?>(name) { Description = what, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            string? path = result.GetValueOrDefault<string?>();
            if (string.IsNullOrWhiteSpace(path)) result.AddError($"{name} must not be empty.");
            else if (Directory.Exists(path)) result.AddError($"{name} must be a file; '{path}' is a folder.");
            else if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
                result.AddError($"{name} must be in a folder that exists; that of '{path}' does not.");
        });
        return option;
    }

    private static Option<string> Folder(string name, string what, string byDefault)
    {
        var option = new Option<string>(name)
        {
            Description = what,
            HelpName = "DIR",
            DefaultValueFactory = _ => byDefault,
        };
        option.Validators.Add(result =>
        {
            string path = result.GetValueOrDefault<string>();
            if (string.IsNullOrWhiteSpace(path)) result.AddError($"{name} must not be empty.");
            else if (File.Exists(path)) result.AddError($"{name} must be a folder; '{path}' is a file.");
        });
        return option;
    }
}
