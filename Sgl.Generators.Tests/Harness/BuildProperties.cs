using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sgl.Tests.Harness;

/// <summary>MSBuild properties of a project, as the build hands them to the compiler.</summary>
internal sealed class BuildProperties(params (string Name, string Value)[] properties) : AnalyzerConfigOptionsProvider
{
    /// <summary>What most projects have: the SIMD kernels and those for ILGPU.</summary>
    public static readonly BuildProperties None = new();

    /// <summary>For tests that ask for nothing else and have many models to compile.</summary>
    public static readonly BuildProperties SimdOnly = new(("SglGpu", "false"));

    /// <summary>All targets that run without a device.</summary>
    public static readonly BuildProperties AllTargets =
        new(("SglEmitScalar", "true"), ("SglEmitUnfused", "true"), ("SglGpu", "false"));

    public override AnalyzerConfigOptions GlobalOptions { get; } =
        new Options(properties.ToDictionary(property => "build_property." + property.Name, property => property.Value));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
