using System.CommandLine;
using System.Globalization;

namespace Sgl.Bench;

/// <summary>The matrix product in C# against OpenBLAS, in two minutes.</summary>
internal static class ProductsCommand
{
    /// <summary>The first argument, which chooses it.</summary>
    public const string Name = "products";

    public static Command Create()
    {
        var command = new Command(Name, "Times the products of dense layers in C# against a system's OpenBLAS.");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        OpenBlas? library = OpenBlas.Load(OpenBlas.Names);
        Machine machine = Machine.Measure();
        Line[] lines = [.. ProductRatios.Against(library).Select(entry => entry.Measure(machine))];
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Report.Print($"{library?.ToString() ?? "No OpenBLAS"}, on {day}; one core {machine}", lines);
        ResultFile.Write(ResultFile.Folder, "products.json", [.. lines.OfType<Measured>()], date: day);
    }
}
