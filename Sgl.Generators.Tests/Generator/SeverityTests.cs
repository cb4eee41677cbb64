using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Severities are the user's: .editorconfig and pragmas change them, for errors, warnings and infos alike.</summary>
public class SeverityTests
{
    private const string Foreign = "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(MathF.Cbrt(x)); }";
    private const string Compared = """
        [Surrogate(Kind.ATan)] partial class A { float Step(float x) { float s = x > 1f ? 1f : 0f; return s + x + Spike(x); } }
        """;
    private const string Flat = "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x + MathF.Floor(x)); }";

    [Theory]
    [InlineData("SGL0013", Foreign, "none", null)]
    [InlineData("SGL0013", Foreign, "warning", DiagnosticSeverity.Warning)]
    [InlineData("SGL0013", Foreign, "default", DiagnosticSeverity.Error)]
    [InlineData("SGL0107", Compared, "none", null)]
    [InlineData("SGL0107", Compared, "suggestion", DiagnosticSeverity.Info)]
    [InlineData("SGL0107", Compared, "default", DiagnosticSeverity.Warning)]
    [InlineData("SGL0107", Compared, "error", DiagnosticSeverity.Error)]
    [InlineData("SGL0109", Flat, "none", null)]
    [InlineData("SGL0109", Flat, "default", DiagnosticSeverity.Info)]
    [InlineData("SGL0109", Flat, "warning", DiagnosticSeverity.Warning)]
    public async Task Editorconfig_sets_the_severity(string id, string source, string setting, DiagnosticSeverity? expected)
    {
        CSharpCompilation compilation = InMemory.Parse(source);
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(
            new EditorConfig($"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {setting}\n")));
        Assert.Equal(
            expected is { } severity ? [(id, severity)] : [],
            (await InMemory.Analyze(compilation)).Select(diagnostic => (diagnostic.Id, diagnostic.Severity)));
    }

    [Theory]
    [InlineData("SGL0013", Foreign)]
    [InlineData("SGL0107", Compared)]
    [InlineData("SGL0109", Flat)]
    public async Task A_pragma_silences_what_it_encloses(string id, string source)
    {
        string other = source.Replace("class A", "class B", StringComparison.Ordinal);
        string pragma = $"#pragma warning disable {id}\n{source}\n#pragma warning restore {id}\n{other}";
        Diagnostic left = Assert.Single(await InMemory.Analyze(pragma));
        Assert.Equal(id, left.Id);
        Assert.True(left.Location.SourceSpan.Start > pragma.IndexOf("restore", StringComparison.Ordinal));
    }

    [Fact]
    public void A_silenced_error_still_means_no_kernels() =>
        Assert.Empty(InMemory.Generate($"#pragma warning disable SGL0013\n{Foreign}"));
}
