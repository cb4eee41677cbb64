using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Emission;
using Sgl.Generators.Ir;
using Sgl.Generators.Lints;
using Sgl.Generators.Parsing;
using Sgl.Generators.Passes;

namespace Sgl.Generators;

/// <summary>
/// The two halves of the compiler, as generator and analyzer call them. A failure of the compiler itself ends here
/// and becomes a diagnostic at the class, where it would else be only "the generator failed" somewhere.
/// </summary>
internal static class NeuronCompiler
{
    /// <summary>From a marked class to its model, or to what is wrong with it.</summary>
    public static ParseResult Parse(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        try
        {
            return NeuronParser.Parse(type, attribute, compilation, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ParseResult(null, [Failure(type.Name, exception, type.Locations[0])]);
        }
    }

    /// <summary>From a model to its files; none, and the exception, where the compiler fails.</summary>
    public static (IReadOnlyList<GeneratedFile> Files, Exception? Failure) Compile(
        NeuronModel model, EmissionOptions options)
    {
        try
        {
            return ([.. Write(Lowering.Compile(model), options)], null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ([], exception);
        }
    }

    private static IEnumerable<GeneratedFile> Write(CompiledModel compiled, EmissionOptions options)
    {
        yield return SimdFile.Write(compiled, options.DumpIr);
        if (options.EmitScalar) yield return ScalarFile.Write(compiled);
        if (options.EmitUnfused) yield return UnfusedFile.Write(compiled);
        if (options.Gpu) yield return GpuFile.Write(compiled);
        if (options.TorchSharp && compiled.Model.Inputs.Count > 0) yield return TorchModule.Write(compiled.Model);
    }

    /// <summary>What is likely wrong with a model that compiles.</summary>
    public static IReadOnlyList<Diagnostic> Lint(NeuronModel model, ParsedSource source)
    {
        try
        {
            return [.. ModelLints.Of(model, source)];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [Failure(model.Name, exception, source.Class)];
        }
    }

    public static Diagnostic Failure(string model, Exception exception, Location location) =>
        Diagnostic.Create(
            Descriptors.InternalFailure, location, model, exception.ToString().Replace("\r", "").Replace("\n", " | "));
}
