using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Sgl.Tests.Harness;

/// <summary>What the test assembly carries with it.</summary>
internal static class Sources
{
    public static string Model(string file) => new StreamReader(Open($"Models/{file}.cs")).ReadToEnd();

    /// <summary>The models of Sgl.Runtime, file by file.</summary>
    public static IEnumerable<string> Library() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("Library/", StringComparison.Ordinal))
        .Select(name => new StreamReader(Open(name)).ReadToEnd());

    public static string Readme() => new StreamReader(Open("README.md")).ReadToEnd().ReplaceLineEndings("\n");

    /// <summary>A page of docs/.</summary>
    public static string Page(string name) => new StreamReader(Open($"Docs/{name}.md")).ReadToEnd().ReplaceLineEndings("\n");

    public static JsonElement Vector(string name)
    {
        using var unzipped = new GZipStream(Open($"Vectors/{name}.json"), CompressionMode.Decompress);
        return JsonDocument.Parse(unzipped).RootElement;
    }

    private static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
        ?? throw new FileNotFoundException($"The test assembly has no resource '{name}'.");
}
