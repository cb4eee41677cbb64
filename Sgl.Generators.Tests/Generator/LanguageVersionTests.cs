using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Kernels are C# 12, which <see cref="InMemory"/> compiles them as; a project of less is told so.</summary>
public class LanguageVersionTests
{
    private const string Source = "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x); }";

    [Theory]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    public async Task An_older_language_is_an_error_at_the_model(LanguageVersion language, string shown)
    {
        CSharpCompilation compilation = InMemory.Parse(language, Source);
        Diagnostic diagnostic = Assert.Single(await InMemory.Analyze(compilation));
        Assert.Equal("SGL0202", diagnostic.Id);
        Assert.Equal(Source.IndexOf(" A ", StringComparison.Ordinal) + 1, diagnostic.Location.SourceSpan.Start);
        Assert.Contains(
            $"The kernels of 'A' are written in C# 12.0, and the language version of this project is {shown}",
            diagnostic.GetMessage(null),
            StringComparison.Ordinal);
        Assert.Empty(InMemory.Driver().RunGenerators(compilation).GetRunResult().GeneratedTrees);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    public async Task A_later_one_is_not(LanguageVersion language)
    {
        CSharpCompilation compilation = InMemory.Parse(language, Source);
        Assert.Empty(await InMemory.Analyze(compilation));
        Assert.NotEmpty(InMemory.Driver().RunGenerators(compilation).GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void The_kernels_need_no_less_than_that()
    {
        IEnumerable<string> kernels = InMemory.Generate(BuildProperties.None, Source).Values;
        Diagnostic[] errors = [.. InMemory.Parse(LanguageVersion.CSharp11, [Source, .. kernels])
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains(
            "'collection expressions' is not available in C# 11.0", error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }
}
