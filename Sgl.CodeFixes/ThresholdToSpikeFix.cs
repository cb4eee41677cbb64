using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
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
        if (Distance(syntax.Condition) is not { } distance || !Is(1f, syntax.WhenTrue) || !Is(0f, syntax.WhenFalse))
            return null;
        editor.ReplaceNode(syntax, Code.Call("Sgl.SpikeMath.Spike", distance).WithTriviaFrom(syntax));
        return "Use Spike, which has a gradient";

        bool Is(float number, ExpressionSyntax expression) =>
            editor.SemanticModel.GetConstantValue(expression, cancellation) is { HasValue: true, Value: { } value }
            && Equals(Convert.ToSingle(value, CultureInfo.InvariantCulture), number);
    }

    /// <summary>How far the greater side of a comparison is above the other one.</summary>
    private static ExpressionSyntax? Distance(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Distance(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression } above
            => Difference(above.Left, above.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression } below
            => Difference(below.Right, below.Left),
        _ => null,
    };

    private static BinaryExpressionSyntax Difference(ExpressionSyntax minuend, ExpressionSyntax subtrahend) =>
        SyntaxFactory.BinaryExpression(
            SyntaxKind.SubtractExpression, Code.Operand(minuend), Code.Operand(subtrahend));
}
