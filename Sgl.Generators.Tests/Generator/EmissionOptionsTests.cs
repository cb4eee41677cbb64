using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Generators.Passes;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>MSBuild properties choose what is written beside the SIMD kernels.</summary>
public class EmissionOptionsTests
{
    private const string File = "Sgl.Tests.Models.Integrator.g.cs";

    private static readonly string Source = Sources.Model("Basic");

    [Fact]
    public void Without_properties_there_are_the_simd_kernels_and_those_for_ILGPU()
    {
        Dictionary<string, string> files = InMemory.Generate(BuildProperties.None, Source);
        Assert.Contains("Sgl.Tests.Models.Integrator.Gpu.g.cs", files.Keys);
        Assert.DoesNotContain(files.Keys, name => name.Contains("Scalar") || name.Contains("Unfused"));
        Assert.DoesNotContain("// Adjoint: ", files[File], StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_may_do_without_kernels_for_ILGPU()
    {
        Dictionary<string, string> files = InMemory.Generate(new BuildProperties(("SglGpu", "false")), Source);
        Assert.DoesNotContain(files.Keys, name => name.Contains("Gpu"));
    }

    [Fact]
    public void Without_ILGPU_there_are_no_kernels_for_it()
    {
        CSharpCompilation compilation = InMemory.Parse(Source);
        compilation = compilation.RemoveReferences(
            compilation.References.Where(reference => Path.GetFileName(reference.Display) == "ILGPU.dll"));
        GeneratorDriver driver = InMemory.Driver(BuildProperties.None).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation updated, out _);
        Assert.DoesNotContain(driver.GetRunResult().GeneratedTrees, tree => tree.FilePath.Contains("Gpu"));
        Assert.DoesNotContain(updated.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_dump_ends_the_file_with_all_graphs()
    {
        string plain = InMemory.Generate(Source)[File];
        string dumped = InMemory.Generate(new BuildProperties(("SglDumpIr", "true")), Source)[File];
        Assert.StartsWith(plain, dumped, StringComparison.Ordinal);
        string dump = dumped[plain.Length..];
        CompiledModel compiled = TestModel.Of("Basic", "Integrator").Compiled;
        (string Title, Generators.Ir.Graph Graph)[] graphs =
        [
            ("Step", compiled.Step), ("Adjoint", compiled.Adjoint), ("Forward", compiled.Forward),
            ("Restore", compiled.Restore), ("Backward", compiled.Backward), ("Epilogue", compiled.Epilogue),
        ];
        foreach ((string title, Generators.Ir.Graph graph) in graphs)
        {
            Assert.Contains($"// {title}: ", dump, StringComparison.Ordinal);
            foreach (string line in Generators.Ir.Printer.Print(graph).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Assert.Contains($"//   {line}\n", dump, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData(" True ", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public async Task A_property_is_true_false_or_empty(string value, bool isOn)
    {
        var properties = new BuildProperties(("SglEmitScalar", value));
        Assert.Equal(isOn, InMemory.Generate(properties, Source).Keys.Any(name => name.EndsWith(".Scalar.g.cs", StringComparison.Ordinal)));
        Assert.DoesNotContain(await InMemory.Analyze(properties, Source), diagnostic => diagnostic.Id == "SGL0201");
    }

    [Theory]
    [InlineData("SglDumpIr")]
    [InlineData("SglEmitScalar")]
    [InlineData("SglEmitUnfused")]
    [InlineData("SglGpu")]
    [InlineData("SglTorchSharp")]
    public async Task Any_other_value_is_an_error(string property)
    {
        Diagnostic[] diagnostics = await InMemory.Analyze(new BuildProperties((property, "yes")), Source);
        Diagnostic unknown = Assert.Single(diagnostics, diagnostic => diagnostic.Id == "SGL0201");
        Assert.Equal(DiagnosticSeverity.Error, unknown.Severity);
        Assert.Equal(
            $"The MSBuild property '{property}' is 'yes'; write true or false, or leave it out", unknown.GetMessage());
    }

    [Fact]
    public void A_changed_property_writes_files_anew_and_parses_nothing()
    {
        CSharpCompilation compilation = InMemory.Parse(Source);
        GeneratorRunResult result = InMemory.Driver().RunGenerators(compilation)
            .WithUpdatedAnalyzerConfigOptions(new BuildProperties(("SglEmitScalar", "true"), ("SglGpu", "false")))
            .RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.All(Reasons(result, NeuronGenerator.ModelStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Contains(IncrementalStepRunReason.New, Reasons(result, NeuronGenerator.FileStep));
    }

    [Fact]
    public void An_unrelated_property_writes_nothing_anew()
    {
        CSharpCompilation compilation = InMemory.Parse(Source);
        GeneratorRunResult result = InMemory.Driver().RunGenerators(compilation)
            .WithUpdatedAnalyzerConfigOptions(new BuildProperties(("RootNamespace", "Other"), ("SglGpu", "false")))
            .RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.All(Reasons(result, NeuronGenerator.FileStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);
}
