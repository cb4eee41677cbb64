using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Parsing;

namespace Sgl.Generators;

/// <summary>Reports what is wrong with neuron models, by the parser that the generator uses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeuronAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotPartial,
        Descriptors.NoStep,
        Descriptors.SeveralSteps,
        Descriptors.StepSignature,
        Descriptors.AlphaOutOfRange,
        Descriptors.UnknownKind,
        Descriptors.UnsuitableField,
        Descriptors.InaccessibleField,
        Descriptors.GenericModel,
        Descriptors.UnsupportedStatement,
        Descriptors.UnsupportedExpression,
        Descriptors.UnsupportedType,
        Descriptors.UnsupportedCall,
        Descriptors.UnmarkedMember,
        Descriptors.ParameterAssigned,
        Descriptors.EarlyReturn,
        Descriptors.StateAndParameter,
        Descriptors.NameClash,
        Descriptors.NoSource,
        Descriptors.FileLocal,
        Descriptors.Recursion,
        Descriptors.LoopBounds,
        Descriptors.LoopTooLong,
        Descriptors.UnsuitableSurrogate,
        Descriptors.UnsuitableAlpha,
        Descriptors.UnsuitableBounds,
        Descriptors.UnknownStatic,
        Descriptors.NotConstant,
        Descriptors.CannotNormalize,
        Descriptors.UnknownMember,
        Descriptors.StepTooLarge,
        Descriptors.PropertyMarked,
        Descriptors.PerNeuronAndPerChannel,
        Descriptors.StateNeverUpdated,
        Descriptors.StateNeverRead,
        Descriptors.UnusedValue,
        Descriptors.NoSpike,
        Descriptors.GradientCut,
        Descriptors.CannotLearn,
        Descriptors.ComparisonAsNumber,
        Descriptors.ExpOverflow,
        Descriptors.ZeroDerivative,
        Descriptors.OtherBits,
        Descriptors.UnboundedFactor,
        Descriptors.UnknownPropertyValue,
        Descriptors.OldLanguage,
        Descriptors.InternalFailure,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A class in a generated file has kernels like any other, so it has errors, too.
        context.ConfigureGeneratedCodeAnalysis(
            GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterCompilationAction(AnalyzeOptions);
    }

    private static void AnalyzeOptions(CompilationAnalysisContext context)
    {
        AnalyzerConfigOptions options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        foreach ((string property, string value) in EmissionOptions.Unknown(options))
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.UnknownPropertyValue, Location.None, property, value));
    }

    private static EmissionOptions Options(SymbolAnalysisContext context)
    {
        EmissionOptions options = EmissionOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
        bool knowsTorch = context.Compilation.GetTypeByMetadataName(MetadataNames.TorchFunction) is not null;
        return options with { TorchSharp = options.TorchSharp && knowsTorch };
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(MetadataNames.Surrogate) is not { } attribute) return;

        ParseResult parsed = NeuronCompiler.Parse(type, attribute, context.Compilation, context.CancellationToken);
        foreach (Diagnostic diagnostic in parsed.Diagnostics) context.ReportDiagnostic(diagnostic);
        if (parsed.Model is not { } model) return;

        EmissionOptions options = Options(context);
        foreach (ISymbol clash in ModelNames.CalledAs(type, [.. options.NestedTypes]))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NameClash, clash.Locations[0], clash.Name, type.Name));
        if (parsed.Source is { } source)
            foreach (Diagnostic lint in NeuronCompiler.Lint(model, source)) context.ReportDiagnostic(lint);
        if (NeuronCompiler.Compile(model, options).Failure is { } failure)
            context.ReportDiagnostic(NeuronCompiler.Failure(type.Name, failure, type.Locations[0]));
    }
}
