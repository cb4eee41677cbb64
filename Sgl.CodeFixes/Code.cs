using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Sgl.CodeFixes;

/// <summary>Code that fixes write: complete, and shortened to what its place needs when the fix is applied.</summary>
internal static class Code
{
    /// <summary>A full name, whose qualification goes where a using makes it needless.</summary>
    public static ExpressionSyntax Name(string fullName) =>
        SyntaxFactory.ParseExpression("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation);

    public static InvocationExpressionSyntax Call(string method, SyntaxNode argument) => SyntaxFactory.InvocationExpression(
        Name(method),
        SyntaxFactory.ArgumentList(
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument((ExpressionSyntax)argument))));

    /// <summary>An operand in parentheses, which go where they are needless.</summary>
    public static ExpressionSyntax Operand(ExpressionSyntax operand) =>
        SyntaxFactory.ParenthesizedExpression(operand.WithoutTrivia()).WithAdditionalAnnotations(Simplifier.Annotation);

    /// <summary>A literal of type double as one of type float.</summary>
    public static LiteralExpressionSyntax Float(LiteralExpressionSyntax literal)
    {
        string text = literal.Token.Text.TrimEnd('d', 'D') + "f";
        return literal.WithToken(SyntaxFactory.Literal(
            literal.Token.LeadingTrivia, text, (float)(double)literal.Token.Value!, literal.Token.TrailingTrivia));
    }

    /// <summary>Whether an expression is a constant of this value.</summary>
    public static bool Is(float number, ExpressionSyntax expression, DocumentEditor editor, CancellationToken cancellation) =>
        editor.SemanticModel.GetConstantValue(expression, cancellation) is { HasValue: true, Value: IConvertible value and not string }
        && Convert.ToSingle(value, CultureInfo.InvariantCulture) == number;

    /// <summary>How far the greater side of a comparison is above the other one.</summary>
    public static ExpressionSyntax? Distance(ExpressionSyntax condition) => condition switch
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
            SyntaxKind.SubtractExpression, Operand(minuend), Operand(subtrahend));
}
