using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sgl.Tests.Harness;

/// <summary>The severities that the text of an .editorconfig sets, for a compilation in memory.</summary>
internal sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
{
    private readonly ImmutableDictionary<string, ReportDiagnostic> _severities = AnalyzerConfigSet
        .Create(ImmutableArray.Create(AnalyzerConfig.Parse(text, "/.editorconfig")))
        .GetOptionsForSourcePath("/Source0.cs").TreeOptions;

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
        GeneratedKind.NotGenerated;

    public override bool TryGetDiagnosticValue(
        SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _severities.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(
        string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
    {
        severity = ReportDiagnostic.Default;
        return false;
    }
}
