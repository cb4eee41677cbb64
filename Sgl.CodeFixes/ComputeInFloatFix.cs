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

/// <summary>
/// Makes a float of an expression that is a double: its literals get the suffix f, and <c>Math</c> becomes
/// <c>SpikeMath</c>, or else <c>MathF</c>, where the model language has the function.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComputeInFloatFix)), Shared]
public sealed class ComputeInFloatFix : ModelFix<ExpressionSyntax>
{
    private const string SpikeMath = "Sgl.SpikeMath.";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [Descriptors.UnsupportedType.Id, Descriptors.UnsupportedCall.Id];

    /// <inheritdoc/>
    protected override string? Edit(ExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        SyntaxNode[] doubles = [.. syntax.DescendantNodesAndSelf().Where(IsDouble)];
        if (doubles.Length == 0 || (syntax is InvocationExpressionSyntax && !IsDouble(syntax))) return null;

        ExpressionSyntax single = syntax.ReplaceNodes(doubles, (_, node) => InFloat(node));
        // A call that is a float itself needs no cast.
        ExpressionSyntax replaced = syntax is InvocationExpressionSyntax
            && syntax.Parent is CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } } cast
            ? cast
            : syntax;
        editor.ReplaceNode(replaced, single.WithTriviaFrom(replaced));
        return single is LiteralExpressionSyntax ? $"Write {single}" : "Compute in float";

        bool IsDouble(SyntaxNode node) => node is LiteralExpressionSyntax { Token.Value: double }
            || (node is InvocationExpressionSyntax call
                && IsOfMath(editor.SemanticModel.GetSymbolInfo(call, cancellation).Symbol));
    }

    private static bool IsOfMath(ISymbol? symbol) =>
        symbol is IMethodSymbol method && method.ContainingType.ToDisplayString() == "System.Math"
        && Array.Exists(FunctionTable.All, function =>
            function.Arity == method.Parameters.Length && function.Spellings.Contains("System.MathF." + method.Name));

    private static SyntaxNode InFloat(SyntaxNode node)
    {
        if (node is not InvocationExpressionSyntax call) return Code.Float((LiteralExpressionSyntax)node);
        string function = call.Expression.GetLastToken().ValueText;
        bool hasBits = Array.Exists(FunctionTable.All, known => known.Spellings.Contains(SpikeMath + function));
        return call.WithExpression(Code.Name((hasBits ? SpikeMath : "System.MathF.") + function).WithTriviaFrom(call.Expression));
    }
}
