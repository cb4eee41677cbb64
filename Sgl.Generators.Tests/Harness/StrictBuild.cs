using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Xunit;

namespace Sgl.Tests.Harness;

/// <summary>
/// A build with every target, TorchSharp and checked comments that tolerates nothing in generated files, where no pragma of
/// a user reaches.
/// </summary>
internal static class StrictBuild
{
    private static readonly BuildProperties EveryTarget = new(("SglEmitScalar", "true"), ("SglEmitUnfused", "true"));

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default
        .WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.Diagnose);

    /// <summary>A compilation of these sources and references, before anything is generated.</summary>
    public static CSharpCompilation Of(string assembly, string source, params MetadataReference[] references) =>
        CSharpCompilation.Create(
            assembly,
            [
                CSharpSyntaxTree.ParseText(source, Language, "Source.cs"),
                CSharpSyntaxTree.ParseText("global using System; global using Sgl; global using static Sgl.SpikeMath;", Language, "Usings.cs"),
            ],
            [.. InMemory.References, InMemory.Torch, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    /// <summary>Generates, and fails where that fails, where C# has an error, or where a generated file has a warning.</summary>
    /// <returns>The generated files by hint name, and the whole.</returns>
    public static (Dictionary<string, string> Files, CSharpCompilation Whole) Run(CSharpCompilation compilation)
    {
        GeneratorRunResult result = CSharpGeneratorDriver
            .Create([new NeuronGenerator().AsSourceGenerator()], optionsProvider: EveryTarget, parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _)
            .GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Diagnostic[] problems = [.. whole.GetDiagnostics().Where(d =>
            d.Severity == DiagnosticSeverity.Error || (d.Severity == DiagnosticSeverity.Warning && IsGenerated(d)))];
        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(20).Select(d => d.ToString())));
        return (result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()), (CSharpCompilation)whole);
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
