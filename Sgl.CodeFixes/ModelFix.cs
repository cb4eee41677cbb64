using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Sgl.CodeFixes;

/// <summary>A fix of one diagnostic by an edit of the syntax that it stands at; all of its kind can be fixed at once.</summary>
/// <typeparam name="TSyntax">The syntax to edit: the innermost of this type around the place of the diagnostic.</typeparam>
public abstract class ModelFix<TSyntax> : CodeFixProvider
    where TSyntax : SyntaxNode
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<TSyntax>() is not { } syntax)
        {
            return;
        }

        DocumentEditor editor =
            await DocumentEditor.CreateAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
        if (Edit(syntax, editor, context.CancellationToken) is not { } title) return;
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(editor.GetChangedDocument()), GetType().Name),
            context.Diagnostics);
    }

    /// <summary>Edits the syntax and returns what the edit is called; null where this fix does not apply.</summary>
    /// <param name="syntax">The syntax around the diagnostic.</param>
    /// <param name="editor">Takes the edit.</param>
    /// <param name="cancellation">Ends the work early.</param>
    protected abstract string? Edit(TSyntax syntax, DocumentEditor editor, CancellationToken cancellation);
}
