using System.CommandLine;
using DeadGradient;
using Mnist;

var quick = new Option<bool>("--quick") { Description = "A small sweep on few digits, in seconds" };
var output = new Option<string>("--out")
{
    Description = "Folder that the picture is written to",
    HelpName = "DIR",
    DefaultValueFactory = _ => "out",
};
var command = new RootCommand("Trains spiking networks with the true derivative of the spike, then with surrogates.") { quick, output };
command.SetAction(parsed =>
{
    try
    {
        return Run(parsed.GetValue(quick), parsed.GetRequiredValue(output));
    }
    catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 2;
    }
});
return command.Parse(args).Invoke();

static int Run(bool quick, string folder)
{
    Directory.CreateDirectory(folder); // before the work, so that it is not for nothing
    string data = Path.Combine(AppContext.BaseDirectory, "data");
    (Digits train, Digits test) = (Digits.Load(data, "train"), Digits.Load(data, "test"));
    Experiment experiment = quick
        ? new Experiment(train.First(1000), test, Epochs: 2, Hidden: 32, Steps: 10)
        : new Experiment(train.First(4000), test, Epochs: 5, Hidden: 128, Steps: 25);
    Console.WriteLine(
        $"{experiment.Train.Count} training digits, {experiment.Epochs} epochs, two layers of {experiment.Hidden} hidden neurons");

    Sweep sweep = Sweep.Run(experiment, quick ? [0.5f, 2, 8] : [0.25f, 0.5f, 1, 2, 4, 8, 16, 32, 64], Console.WriteLine);
    WholeFiles.Write(folder, ("sweep.png", SweepPicture.Draw(sweep)));

    (string name, float alpha, double accuracy) = sweep.Best;
    Console.WriteLine(FormattableString.Invariant(
        $"true derivative {100 * sweep.True.Accuracy:F2} %, {name} at alpha = {alpha} {100 * accuracy:F2} %"));
    return 0;
}
