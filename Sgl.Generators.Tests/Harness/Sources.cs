using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace Sgl.Tests.Harness;

/// <summary>What the test assembly carries with it.</summary>
internal static class Sources
{
    public static string Model(string file) => new StreamReader(Open($"Models/{file}.cs")).ReadToEnd();

    /// <summary>The models of the tests and the samples, file by file.</summary>
    public static IEnumerable<string> Models() => In("Models/");

    /// <summary>The models of Sgl.Runtime, file by file.</summary>
    public static IEnumerable<string> Library() => In("Library/");

    /// <summary>All of Sgl.Runtime, file by file, as in Tensors/Shape.cs.</summary>
    public static IEnumerable<(string Path, string Text)> Runtime() =>
        Named("Runtime/", "").Concat(Named("Library/", "Models/"));

    public static string Readme() => Text("README.md");

    public static string EditorConfig() => Text(".editorconfig");

    /// <summary>The page of a sample.</summary>
    public static string SamplePage(string name) => Text($"Samples/{name}/README.md");

    /// <summary>A page of docs/diagnostics, by its name without extension.</summary>
    public static string DiagnosticPage(string name) => Text($"Diagnostics/{name}.md");

    public static string UnshippedDiagnostics() => Text("AnalyzerReleases.Unshipped.md");

    /// <summary>All pages for users but those of diagnostics: README.md, Docs/schedules.md, Samples/Mnist/README.md.</summary>
    public static IEnumerable<string> PageFiles() => ["README.md", .. Names("Docs/"), .. Names("Samples/")];

    /// <summary>One of <see cref="PageFiles"/>.</summary>
    public static string PageFile(string name) => Text(name);

    /// <summary>A page of docs/.</summary>
    public static string Page(string name) => Text($"Docs/{name}.md");

    public static JsonElement Vector(string name)
    {
        using var unzipped = new GZipStream(Open($"Vectors/{name}.json"), CompressionMode.Decompress);
        return JsonDocument.Parse(unzipped).RootElement;
    }

    private static IEnumerable<(string Path, string Text)> Named(string folder, string path) =>
        Names(folder).Select(name => (path + name[folder.Length..].Replace('\\', '/'), Text(name)));

    private static string Text(string name) => new StreamReader(Open(name)).ReadToEnd().ReplaceLineEndings("\n");

    private static IEnumerable<string> In(string folder) =>
        Names(folder).Select(name => new StreamReader(Open(name)).ReadToEnd());

    private static IEnumerable<string> Names(string folder) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(folder, StringComparison.Ordinal));

    private static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
        ?? throw new FileNotFoundException($"The test assembly has no resource '{name}'.");
}
