using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Globalization;
using Mnist;
using Sgl;
using Streaming;

Option<int> digits = Number("--digits", "Test digits that stream in", "at least 1", 2000, value => value >= 1);
Option<float> confidence = Number("--confidence", "How sure the network decides", "above 0 to 1", 0.9f, value => value is > 0 and <= 1);
var weights = new Option<string>("--weights")
{
    Description = "Checkpoint of the network",
    HelpName = "FILE",
    DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "digits.safetensors"),
};
var train = new Option<string?>("--train") { Description = "Train on the MNIST files in this folder, and write the checkpoint", HelpName = "DIR" };
Option<int> epochs = Number("--epochs", "Times that training sees every digit", "at least 1", 15, value => value >= 1);

var command = new RootCommand("Recognizes digits that stream in as spikes, one time step at a time.") { digits, confidence, weights, train, epochs };
command.SetAction(options =>
{
    try
    {
        string file = options.GetRequiredValue(weights);
        if (options.GetValue(train) is { } folder) Train(folder, options.GetValue(epochs), file);
        else Watch(options.GetValue(digits), options.GetValue(confidence), file);
        return 0;
    }
    catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 2;
    }
});
ParseResult parsed = command.Parse(args);
if (parsed.Action is ParseErrorAction errors) (errors.ShowHelp, errors.ShowTypoCorrections) = (false, true);
return parsed.Invoke();

static Option<T> Number<T>(string name, string what, string range, T byDefault, Func<T, bool> isInRange)
    where T : struct, IParsable<T> => new(name)
    {
        Description = $"{what}; {range}",
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && isInRange(value)) return value;
            argument.AddError($"{name} must be {range}, not '{text}'.");
            return byDefault;
        },
    };

static void Train(string folder, int epochs, string file)
{
    Network network = DigitNetwork.Create();
    DigitNetwork.Train(network, Digits.Load(folder, "train"), epochs, Console.WriteLine);
    new Checkpoint(network).Save(file);
    Console.WriteLine(file);
}

static void Watch(int count, float confidence, string file)
{
    const int Shown = 10;
    Digits test = Digits.Load(Path.Combine(AppContext.BaseDirectory, "data"), "test");
    if (count > test.Count) throw new InvalidDataException($"--digits {count}: there are {test.Count} test digits");
    Network network = DigitNetwork.Create();
    new Checkpoint(network).Load(file);

    Console.WriteLine("digit  most likely after each time step; · where below 50 %");
    var stream = new DigitStream(network, seed: 0);
    for (int i = 0; i < Math.Min(count, Shown); i++)
    {
        List<Belief> beliefs = stream.Decide(test, i, confidence);
        if (i == 0) Console.WriteLine($"first digit decided {MillisecondsSinceStart():F0} ms after the process started");
        string trail = string.Concat(beliefs.Select(belief => belief.Confidence < 0.5f ? "·" : $"{belief.Digit}"));
        Console.WriteLine(FormattableString.Invariant(
            $"{test.Label(i),5}  {trail,-DigitNetwork.Steps}  {beliefs[^1].Digit} after {beliefs.Count,2} steps, {100 * beliefs[^1].Confidence:F0} % sure"));
    }

    (double early, double steps) = Score(network, test, count, confidence);
    (double full, _) = Score(network, test, count, float.PositiveInfinity);
    Console.WriteLine(FormattableString.Invariant(
        $"{count} digits: {100 * early:F2} % right after {steps:F1} steps on average, {100 * full:F2} % after all {DigitNetwork.Steps}"));
}

// How many digits are recognized, and after how many time steps on average.
static (double Right, double Steps) Score(Network network, Digits test, int count, float confidence)
{
    var stream = new DigitStream(network, seed: 0);
    (int right, int steps) = (0, 0);
    for (int i = 0; i < count; i++)
    {
        List<Belief> beliefs = stream.Decide(test, i, confidence);
        if (beliefs[^1].Digit == test.Label(i)) right++;
        steps += beliefs.Count;
    }

    return ((double)right / count, (double)steps / count);
}

// A start is known to a hundredth of a second on Linux.
static double MillisecondsSinceStart() => (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
