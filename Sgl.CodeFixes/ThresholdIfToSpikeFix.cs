using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>
/// Turns <c>float s = 0f; if (v >= 1f) { s = 1f; v -= 1f; }</c> into
/// <c>float s = Spike(v - 1f); if (s > 0f) { v -= 1f; }</c>, where the spike has a surrogate. At the threshold itself a spike
/// is 1 also where the comparison was strict.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThresholdIfToSpikeFix)), Shared]
public sealed class ThresholdIfToSpikeFix : ModelFix<BinaryExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.ComparisonAsNumber.Id];

    /// <inheritdoc/>
    protected override string? Edit(BinaryExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        if (syntax.Parent is not IfStatementSyntax { Parent: BlockSyntax block } choice
            || choice.Condition != syntax
            || Code.Distance(syntax) is not { } distance)
        {
            return null;
        }

        StatementSyntax[] taken = Statements(choice.Statement);
        int at = Array.FindIndex(taken, statement => Assigned(statement, 1f) is not null);
        if (at < 0 || Assigned(taken[at], 1f) is not { } spike) return null;

        // What is before the assignment would find the spike already there.
        if (taken.Take(at).Any(Names) || taken.Skip(at + 1).Any(Writes)) return null;

        StatementSyntax? before = block.Statements.TakeWhile(statement => statement != choice).LastOrDefault(Names);
        bool isZeroBefore = before is not null && (IsDeclaredAsZero(before) || IsAssigned(before, 0f));
        StatementSyntax[] notTaken = choice.Else is { } other ? Statements(other.Statement) : [];
        bool isZeroElse = notTaken.Length == 1 && IsAssigned(notTaken[0], 0f);
        if (choice.Else is null ? !isZeroBefore : !isZeroElse) return null;

        Write();
        return "Use Spike, which has a gradient";

        // The name that a statement gives this value.
        IdentifierNameSyntax? Assigned(StatementSyntax statement, float value) =>
            statement is ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax name,
                } assignment,
            }
            && Code.Is(value, assignment.Right, editor, cancellation) ? name : null;

        bool IsSpike(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == spike.Identifier.ValueText;

        bool Names(SyntaxNode node) => node.DescendantTokens().Any(IsSpike);

        bool Writes(SyntaxNode node) => node.DescendantNodes().Any(part => part switch
        {
            AssignmentExpressionSyntax assignment => Names(assignment.Left),
            PostfixUnaryExpressionSyntax
                or PrefixUnaryExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
                }
                or ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => Names(part),
            _ => false,
        });

        bool IsAssigned(StatementSyntax statement, float value) =>
            Assigned(statement, value) is { } name && IsSpike(name.Identifier);

        bool IsDeclaredAsZero(StatementSyntax statement) =>
            statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            && IsSpike(variables[0].Identifier)
            && variables[0].Initializer is { } initializer
            && Code.Is(0f, initializer.Value, editor, cancellation);

        void Write()
        {
            ExpressionSyntax call = Code.Call("Sgl.SpikeMath.Spike", distance);
            StatementSyntax[] rest = [.. taken.Where((_, i) => i != at)];
            bool joins = before is not null && IsDeclaredAsZero(before)
                && block.Statements.IndexOf(before) == block.Statements.IndexOf(choice) - 1;
            StatementSyntax? reset = rest.Length == 0 ? null : choice
                .WithCondition(SyntaxFactory.ParseExpression($"{spike.Identifier.Text} > 0f"))
                .WithStatement(choice.Statement is BlockSyntax body ? body.WithStatements(body.Statements.RemoveAt(at)) : choice.Statement)
                .WithElse(null)
                .WithAdditionalAnnotations(Formatter.Annotation);
            if (joins)
            {
                ExpressionSyntax zero = ((LocalDeclarationStatementSyntax)before!).Declaration.Variables[0].Initializer!.Value;
                editor.ReplaceNode(zero, call.WithTriviaFrom(zero));
                if (reset is null) editor.RemoveNode(choice);
                else editor.ReplaceNode(choice, reset);
                return;
            }

            StatementSyntax fire = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
                    SyntaxKind.SimpleAssignmentExpression, spike.WithoutTrivia(), call))
                .WithLeadingTrivia(choice.GetLeadingTrivia())
                .WithAdditionalAnnotations(Formatter.Annotation);
            if (reset is null)
            {
                editor.ReplaceNode(choice, fire.WithTrailingTrivia(choice.GetTrailingTrivia()));
                return;
            }

            editor.InsertBefore(choice, fire);
            editor.ReplaceNode(choice, reset.WithoutLeadingTrivia());
        }
    }

    private static StatementSyntax[] Statements(StatementSyntax statement) =>
        statement is BlockSyntax block ? [.. block.Statements] : [statement];
}
