using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>Makes a float of a literal that is a double, as in <c>0.5</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FloatLiteralFix)), Shared]
public sealed class FloatLiteralFix : ModelFix<LiteralExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.UnsupportedType.Id];

    /// <inheritdoc/>
    protected override string? Edit(LiteralExpressionSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        if (syntax.Token.Value is not double) return null;
        LiteralExpressionSyntax single = Code.Float(syntax);
        editor.ReplaceNode(syntax, single);
        return $"Write {single.Token.Text}";
    }
}
