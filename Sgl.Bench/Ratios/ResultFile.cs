using System.Text.Json;
using System.Text.Json.Serialization;
using Mnist;

namespace Sgl.Bench;

/// <summary>The ratios as a file that other programs read.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The folder that it goes to unless another is given, in the current one.</summary>
    public const string Folder = "artifacts";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="folder">Created if need be.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="lines">What was measured.</param>
    /// <param name="device">On what, where it is not the processor.</param>
    /// <param name="date">The day, where it is kept.</param>
    public static void Write(
        string folder, string name, IReadOnlyList<Measured> lines, string? device = null, string? date = null)
    {
        IEnumerable<Item> items = lines.Select(line =>
            new Item(line.Name, line.Ratio, line.OursMs, line.OtherMs, line.FloorMs, line.Size, device, date));
        WholeFiles.Write(folder, (name, JsonSerializer.SerializeToUtf8Bytes(items, Options)));
    }

    private sealed record Item(
        string Name, double Ratio, double OursMs, double OtherMs, double FloorMs, string? Size, string? Device, string? Date);
}
