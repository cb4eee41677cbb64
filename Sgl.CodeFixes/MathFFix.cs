using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Functions;

namespace Sgl.CodeFixes;

/// <summary>Calls <c>MathF</c> instead of <c>Math</c>, where the model language has the function.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MathFFix)), Shared]
public sealed class MathFFix : ModelFix<InvocationExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.UnsupportedCall.Id];

    /// <inheritdoc/>
    protected override string? Edit(
        InvocationExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        if (!IsReplaceable(syntax, editor.SemanticModel, cancellation)) return null;

        // The arguments, too: a double in them would make a double of the argument that MathF takes.
        ExpressionSyntax inSingle = syntax.ReplaceNodes(
            syntax.DescendantNodesAndSelf().Where(node => node is LiteralExpressionSyntax { Token.Value: double }
                || (node is InvocationExpressionSyntax call && IsReplaceable(call, editor.SemanticModel, cancellation))),
            (_, node) => node is LiteralExpressionSyntax literal
                ? Code.Float(literal)
                : InSingle((InvocationExpressionSyntax)node));
        ExpressionSyntax replaced = syntax.Parent is CastExpressionSyntax cast && IsToFloat(cast) ? cast : syntax;
        editor.ReplaceNode(replaced, inSingle.WithTriviaFrom(replaced));
        return $"Call MathF.{FunctionName(syntax)}";
    }

    private static bool IsReplaceable(
        InvocationExpressionSyntax call, SemanticModel semantics, CancellationToken cancellation) =>
        semantics.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
        && method.ContainingType.ToDisplayString() == "System.Math"
        && Array.Exists(FunctionTable.All, function =>
            function.Arity == method.Parameters.Length && function.Spellings.Contains("System.MathF." + method.Name));

    private static InvocationExpressionSyntax InSingle(InvocationExpressionSyntax call) =>
        call.WithExpression(Code.Name("System.MathF." + FunctionName(call)).WithTriviaFrom(call.Expression));

    /// <summary>The last name: <c>Exp</c> of <c>Math.Exp(x)</c>, of <c>System.Math.Exp(x)</c> and of <c>Exp(x)</c>.</summary>
    private static string FunctionName(InvocationExpressionSyntax call) => call.Expression.GetLastToken().ValueText;

    private static bool IsToFloat(CastExpressionSyntax cast) =>
        cast.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword };
}
