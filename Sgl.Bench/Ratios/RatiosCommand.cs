using System.CommandLine;
using System.Runtime.InteropServices;

namespace Sgl.Bench;

/// <summary>The quick mode: all ratios in one process and a few minutes.</summary>
internal static class RatiosCommand
{
    /// <summary>The first argument, which chooses it.</summary>
    public const string Name = "ratios";

    private const int NotAllRun = 1;

    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = "Measure only what has this name, or a name that begins with it; may be given several times",
            HelpName = "NAME",
        };
        only.Validators.Add(result =>
        {
            foreach (string name in result.GetValueOrDefault<string[]>())
                if (!Catalogue.Entries.Any(entry => entry.IsNamed(name)))
                    result.AddError($"Nothing is named '{name}'; there are {Names(Catalogue.Entries)}.");
        });
        var command = new Command(Name, "Times Sgl against other ways to compute the same, side by side.") { only };
        command.SetAction(parsed => Run(parsed.GetValue(only) ?? []));
        return command;
    }

    private static int Run(string[] only)
    {
        Entry[] chosen = [.. Catalogue.Entries.Where(entry => only.Length == 0 || only.Any(entry.IsNamed))];
        Machine machine = Machine.Measure();
        var lines = new List<Line>();
        foreach (Entry entry in chosen)
        {
            Console.Error.WriteLine(entry.Name);
            lines.Add(entry.Measure(machine));
            GC.Collect(); // the arrays and tensors of one ratio must not weigh on the next
            GC.WaitForPendingFinalizers();
        }

        Report.Print(
            FormattableString.Invariant($".NET {Environment.Version} on {RuntimeInformation.OSArchitecture}; one core {machine}"),
            lines);
        ResultFile.Write(ResultFile.Folder, "ratios.json", [.. lines.OfType<Measured>()]);
        // What was asked for by name must be there; all that a machine can run is enough where nothing was.
        return only.Length > 0 && lines.OfType<NotRun>().Any() ? NotAllRun : 0;
    }

    private static string Names(IEnumerable<Entry> entries) => string.Join(", ", entries.Select(entry => entry.Name));
}
