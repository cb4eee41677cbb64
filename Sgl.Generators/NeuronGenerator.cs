using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Sgl.Generators.Emission;
using Sgl.Generators.Ir;
using Sgl.Generators.Parsing;

namespace Sgl.Generators;

/// <summary>
/// Adds kernels to every class marked with <c>[Surrogate]</c>. It reports nothing: <see cref="NeuronAnalyzer"/> runs
/// the same parser and reports, so that pragmas work and no location enters the cache.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NeuronGenerator : IIncrementalGenerator
{
    /// <summary>The step that yields the model of each marked class.</summary>
    public const string ModelStep = "Model";

    /// <summary>The step that yields the files of each model.</summary>
    public const string FileStep = "File";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NeuronModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                MetadataNames.Surrogate,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                static (attributed, cancellation) => IsFirstPart(attributed, cancellation)
                    ? NeuronCompiler.Parse(
                        (INamedTypeSymbol)attributed.TargetSymbol,
                        attributed.Attributes[0],
                        attributed.SemanticModel.Compilation,
                        cancellation).Model!
                    : null!)
            .Where(static model => model is not null)
            .WithTrackingName(ModelStep);

        IncrementalValueProvider<bool> knowsGpu = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(MetadataNames.GpuIndex) is not null);

        IncrementalValueProvider<bool> knowsTorch = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(MetadataNames.TorchFunction) is not null);

        IncrementalValueProvider<EmissionOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => EmissionOptions.Read(provider.GlobalOptions))
            .Combine(knowsGpu.Combine(knowsTorch))
            .Select(static (asked, _) => asked.Left with
            {
                Gpu = asked.Left.Gpu && asked.Right.Left,
                TorchSharp = asked.Left.TorchSharp && asked.Right.Right,
            });

        IncrementalValuesProvider<GeneratedFile> files = models
            .Combine(options)
            .SelectMany(static (asked, _) => NeuronCompiler.Compile(asked.Left, asked.Right).Files)
            .WithTrackingName(FileStep);

        context.RegisterSourceOutput(files, static (output, file) => Add(output, file));

        IncrementalValueProvider<bool> hasModules = options.Select(static (asked, _) => asked.TorchSharp);
        context.RegisterSourceOutput(hasModules, static (output, asked) =>
        {
            if (!asked) return;
            foreach (GeneratedFile file in TorchSupport.Files()) Add(output, file);
        });
    }

    /// <summary>
    /// Whether this is the part of a class that its first attribute stands at. A second one is an error of C#, and must
    /// not make the class a second model.
    /// </summary>
    private static bool IsFirstPart(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellation) =>
        attributed.TargetSymbol.FindAttribute(MetadataNames.Surrogate)?.ApplicationSyntaxReference is not { } first
        || attributed.TargetNode.Contains(first.GetSyntax(cancellation));

    /// <summary>A file that cannot be added costs its own model its kernels, and no other.</summary>
    private static void Add(SourceProductionContext output, GeneratedFile file)
    {
        try
        {
            output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
        catch (ArgumentException exception)
        {
            output.ReportDiagnostic(NeuronCompiler.Failure(file.HintName, exception, Location.None));
        }
    }
}
