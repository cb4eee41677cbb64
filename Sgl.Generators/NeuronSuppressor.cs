using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sgl.Generators.Parsing;

namespace Sgl.Generators;

/// <summary>
/// Silences rules of ordinary classes that ask a model to stop being one: its parameters are fields that may be
/// public, and its <c>Step</c> is an instance method also where it has no state.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeuronSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor VisibleField =
        new("SGLS001", "CA1051", "A [Parameter] or [State] is a field by design.");

    private static readonly SuppressionDescriptor StaticStep =
        new("SGLS002", "CA1822", "The Step of a neuron model is an instance method by design.");

    private static readonly SuppressionDescriptor ReadonlyField =
        new("SGLS003", "IDE0044", "The runtime gives a [Parameter] its value.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        [VisibleField, StaticStep, ReadonlyField];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            SyntaxNode node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            ISymbol? symbol = context.GetSemanticModel(tree).GetDeclaredSymbol(node, context.CancellationToken);
            SuppressionDescriptor? suppression = symbol switch
            {
                IFieldSymbol field when field.HasAttribute(MetadataNames.Parameter) || field.HasAttribute(MetadataNames.State)
                    => diagnostic.Id == VisibleField.SuppressedDiagnosticId ? VisibleField : ReadonlyField,
                IMethodSymbol { Name: "Step" } method when method.ContainingType.HasAttribute(MetadataNames.Surrogate)
                    => StaticStep,
                _ => null,
            };
            if (suppression?.SuppressedDiagnosticId == diagnostic.Id)
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
        }
    }
}
