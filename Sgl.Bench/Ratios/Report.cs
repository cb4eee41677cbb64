using System.Globalization;
using Spectre.Console;

namespace Sgl.Bench;

/// <summary>The table that people read.</summary>
internal static class Report
{
    private const int WidthOfFiles = 120; // a file has no width of its own

    /// <param name="heading">On what it was measured.</param>
    /// <param name="lines">What came out.</param>
    public static void Print(string heading, IReadOnlyList<Line> lines)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("name").NoWrap()).AddColumn("compared with");
        foreach (string title in (string[])["ratio", "ours ms", "other ms", "floor ms"])
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        foreach (Line line in lines) table.AddRow([.. Cells(line).Select(cell => Markup.Escape(cell))]);

        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfFiles;
        AnsiConsole.WriteLine(heading);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("ratio: the other side's time over ours, each the shortest of its rounds; more is better");
    }

    private static string[] Cells(Line line) => line switch
    {
        Measured m => [m.Name, m.Size is null ? m.Other : $"{m.Size}: {m.Other}", $"{Number(m.Ratio)} ×", Number(m.OursMs), Number(m.OtherMs), Number(m.FloorMs)],
        Figure figure => [figure.Name, figure.Text, "", "", "", ""],
        NotRun skipped => [skipped.Name, $"not run: {skipped.Reason}", "", "", "", ""],
        _ => throw new ArgumentException($"There is no row for {line}.", nameof(line)),
    };

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
