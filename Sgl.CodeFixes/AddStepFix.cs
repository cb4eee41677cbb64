using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sgl.Generators.Diagnostics;

namespace Sgl.CodeFixes;

/// <summary>Adds a <c>Step</c> to fill in: it spikes where the input is not negative.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddStepFix)), Shared]
public sealed class AddStepFix : ModelFix<TypeDeclarationSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Descriptors.NoStep.Id];

    /// <inheritdoc/>
    protected override string? Edit(TypeDeclarationSyntax syntax, DocumentEditor editor, CancellationToken cancellation)
    {
        TypeSyntax single = SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.FloatKeyword));
        SyntaxNode input = editor.Generator.IdentifierName("input");
        editor.AddMember(syntax, editor.Generator.MethodDeclaration(
            "Step",
            [editor.Generator.ParameterDeclaration("input", single)],
            returnType: single,
            accessibility: Accessibility.Public,
            statements: [editor.Generator.ReturnStatement(Code.Call("Sgl.SpikeMath.Spike", input))]));
        return "Add a Step method";
    }
}
