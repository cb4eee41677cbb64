using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>Calls a function of <c>SpikeMath</c> instead of <c>MathF</c>, which has the bits of the kernels.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SameBitsFix)), Shared]
public sealed class SameBitsFix : ModelFix<InvocationExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.OtherBits.Id];

    /// <inheritdoc/>
    protected override string? Edit(
        InvocationExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        string function = syntax.Expression.GetLastToken().ValueText;
        editor.ReplaceNode(syntax.Expression, Code.Name("Sgl.SpikeMath." + function).WithTriviaFrom(syntax.Expression));
        return $"Use SpikeMath.{function}, which has the bits of the kernels";
    }
}
