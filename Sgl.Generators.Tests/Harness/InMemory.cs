using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sgl.Generators;
using Xunit;

namespace Sgl.Tests.Harness;

/// <summary>Compiles C# text with the generator and the analyzer, as a user's build would, without a project.</summary>
internal static class InMemory
{
    private const string Usings =
        "global using System; global using Sgl; global using static Sgl.SpikeMath;";

    /// <summary>What a project refers to that has only Sgl.</summary>
    public static readonly ImmutableArray<MetadataReference> References = [.. Trusted().Where(reference => !IsTorch(reference))];

    /// <summary>TorchSharp, for a project that has that, too.</summary>
    public static readonly MetadataReference Torch = Trusted().Single(IsTorch);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        concurrentBuild: false, // tests run side by side as it is
        specificDiagnosticOptions: [new("CS0436", ReportDiagnostic.Suppress)]); // models that Sgl.Runtime has, too

    // Kept, and bound, so that all compilations share its symbols of what they refer to.
    private static readonly CSharpCompilation Empty = Bound(CSharpCompilation.Create("Empty", [], References, Options));

    private static CSharpCompilation Bound(CSharpCompilation compilation)
    {
        _ = compilation.ObjectType;
        return compilation;
    }

    private static bool IsTorch(MetadataReference reference) => Path.GetFileName(reference.Display) == "TorchSharp.dll";

    private static IEnumerable<MetadataReference> Trusted() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Sgl.CodeFixes.dll" or "Sgl.Generators.dll" or "Sgl.Generators.Tests.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));

    public static CSharpCompilation Parse(params string[] sources) => Parse(LanguageVersion.CSharp12, sources);

    public static CSharpCompilation Parse(LanguageVersion language, params string[] sources)
    {
        CSharpParseOptions options = CSharpParseOptions.Default.WithLanguageVersion(language);
        return Empty.WithAssemblyName($"InMemory{Guid.NewGuid():N}").AddSyntaxTrees(
            [.. sources.Append(Usings).Select((text, i) => CSharpSyntaxTree.ParseText(text, options, $"Source{i}.cs"))]);
    }

    public static GeneratorDriver Driver(BuildProperties? properties = null) => CSharpGeneratorDriver.Create(
        [new NeuronGenerator().AsSourceGenerator()],
        optionsProvider: properties ?? BuildProperties.SimdOnly,
        parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12),
        driverOptions: new GeneratorDriverOptions(
            IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generated files by hint name, without those for ILGPU.</summary>
    public static Dictionary<string, string> Generate(params string[] sources) => Generate(BuildProperties.SimdOnly, sources);

    public static Dictionary<string, string> Generate(BuildProperties properties, params string[] sources) =>
        Generate(Parse(sources), properties);

    public static Dictionary<string, string> Generate(CSharpCompilation compilation, BuildProperties? properties = null) =>
        Driver(properties).RunGenerators(compilation).GetRunResult().Results.Single().GeneratedSources
            .ToDictionary(file => file.HintName, file => file.SourceText.ToString());

    /// <summary>What the analyzer reports, in the order of the text.</summary>
    public static Task<Diagnostic[]> Analyze(params string[] sources) => Analyze(Parse(sources));

    public static Task<Diagnostic[]> Analyze(BuildProperties properties, params string[] sources) =>
        Analyze(Parse(sources), properties);

    public static async Task<Diagnostic[]> Analyze(CSharpCompilation compilation, BuildProperties? properties = null)
    {
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers(
            [new NeuronAnalyzer()], new AnalyzerOptions([], properties ?? BuildProperties.None));
        return [.. (await analyzed.GetAnalyzerDiagnosticsAsync()).OrderBy(diagnostic => diagnostic.Location.SourceSpan)];
    }

    /// <summary>Compiles and loads; a warning in a generated file is a failure, too.</summary>
    public static Assembly Load(params string[] sources) => Load(BuildProperties.SimdOnly, sources);

    public static Assembly Load(BuildProperties properties, params string[] sources) => Load(Parse(sources), properties);

    public static Assembly Load(CSharpCompilation sources, BuildProperties properties)
    {
        Driver(properties).RunGeneratorsAndUpdateCompilation(sources, out Compilation compilation, out _);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Diagnostic[] problems =
        [
            .. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error
                || (d.Severity == DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)),
        ];
        Assert.True(result.Success && problems.Length == 0, string.Join("\n", problems.Select(d => d.ToString())));
        return Assembly.Load(image.ToArray());
    }
}
