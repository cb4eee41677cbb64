using System.Text.Json;
using Mnist;

namespace Sgl.Bench;

/// <summary>The ratios as a file that other programs read: <c>artifacts/ratios.json</c> in the current folder.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(IReadOnlyList<Measured> lines)
    {
        IEnumerable<Item> items = lines.Select(line =>
            new Item(line.Name, line.Ratio, line.OursMs, line.OtherMs, line.FloorMs));
        WholeFiles.Write("artifacts", ("ratios.json", JsonSerializer.SerializeToUtf8Bytes(items, Options)));
    }

    private sealed record Item(string Name, double Ratio, double OursMs, double OtherMs, double FloorMs);
}
