using Microsoft.CodeAnalysis.Diagnostics;
using Sgl.Generators.Emission;

namespace Sgl.Generators;

/// <summary>
/// What is written beside the SIMD kernels, as the project's MSBuild properties ask for it. The build hands them to
/// the compiler because <c>build/Sgl.props</c> lists them as visible to it.
/// </summary>
/// <param name="DumpIr">Whether the file ends with the graphs of the model.</param>
/// <param name="EmitScalar">Whether a nested class <c>Scalar</c> has the kernels neuron by neuron.</param>
/// <param name="EmitUnfused">Whether a nested class <c>Unfused</c> has the kernels operation by operation.</param>
/// <param name="Gpu">Whether there are kernels for ILGPU; so it is unless a project opts out.</param>
/// <param name="TorchSharp">Whether there are modules for TorchSharp; so it is unless a project opts out.</param>
internal sealed record EmissionOptions(bool DumpIr, bool EmitScalar, bool EmitUnfused, bool Gpu, bool TorchSharp)
{
    private const string DumpIrProperty = "SglDumpIr";
    private const string EmitScalarProperty = "SglEmitScalar";
    private const string EmitUnfusedProperty = "SglEmitUnfused";
    private const string GpuProperty = "SglGpu";
    private const string TorchSharpProperty = "SglTorchSharp";

    /// <summary>The options of a project. A value that is neither true nor false is off here and reported as an error.</summary>
    public static EmissionOptions Read(AnalyzerConfigOptions options) => new(
        IsOn(options, DumpIrProperty),
        IsOn(options, EmitScalarProperty),
        IsOn(options, EmitUnfusedProperty),
        Gpu: IsOnOrEmpty(options, GpuProperty),
        TorchSharp: IsOnOrEmpty(options, TorchSharpProperty));

    /// <summary>The properties that are neither true, false nor empty, with their values.</summary>
    public static IEnumerable<(string Property, string Value)> Unknown(AnalyzerConfigOptions options) =>
        from property in new[] { DumpIrProperty, EmitScalarProperty, EmitUnfusedProperty, GpuProperty, TorchSharpProperty }
        let value = Value(options, property)
        where value.Length > 0 && !Is(value, "true") && !Is(value, "false")
        select (property, value);

    /// <summary>What the classes are called that are nested in a model.</summary>
    public IEnumerable<string> NestedTypes => new[]
    {
        (Writes: EmitScalar, ScalarFile.Target.Name),
        (Writes: EmitUnfused, UnfusedFile.Target.Name),
        (Writes: TorchSharp, TorchModule.Name),
    }.Where(type => type.Writes).Select(type => type.Name);

    private static bool IsOn(AnalyzerConfigOptions options, string property) => Is(Value(options, property), "true");

    private static bool IsOnOrEmpty(AnalyzerConfigOptions options, string property) =>
        Value(options, property).Length == 0 || IsOn(options, property);

    private static string Value(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue($"build_property.{property}", out string? value) ? value.Trim() : "";

    /// <summary>As MSBuild compares.</summary>
    private static bool Is(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
