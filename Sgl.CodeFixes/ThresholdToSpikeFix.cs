using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>
/// Turns <c>v > Threshold ? 1f : 0f</c> into <c>Spike(v - Threshold)</c>, which has a surrogate. At the threshold
/// itself a spike is 1 also where the comparison was strict.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThresholdToSpikeFix)), Shared]
public sealed class ThresholdToSpikeFix : ModelFix<ConditionalExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.ComparisonAsNumber.Id];

    /// <inheritdoc/>
    protected override string? Edit(
        ConditionalExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        if (Code.Distance(syntax.Condition) is not { } distance
            || !Code.Is(1f, syntax.WhenTrue, editor, cancellation)
            || !Code.Is(0f, syntax.WhenFalse, editor, cancellation))
        {
            return null;
        }

        editor.ReplaceNode(syntax, Code.Call("Sgl.SpikeMath.Spike", distance).WithTriviaFrom(syntax));
        return "Use Spike, which has a gradient";
    }
}
