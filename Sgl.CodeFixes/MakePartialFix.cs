using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>Makes the class and the types around it partial, so that kernels can be added.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : ModelFix<TypeDeclarationSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.NotPartial.Id];

    /// <inheritdoc/>
    protected override string? Edit(TypeDeclarationSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        foreach (TypeDeclarationSyntax type in syntax.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
                editor.SetModifiers(type, editor.Generator.GetModifiers(type).WithPartial(true));
        }

        return $"Make '{syntax.Identifier.Text}' partial";
    }
}
