using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Generators.Parsing;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// A model of Sgl.Runtime with another surrogate, in a project that has only its assembly. The models themselves are in
/// <see cref="Catalogue"/>, so every engine and every gradient check runs on them.
/// </summary>
public class DerivedModelTests
{
    private const string Derived = "[Surrogate(Kind.FastSigmoid, Alpha = 5)] public partial class SharpLif : Sgl.Models.Lif { }";

    [Theory]
    [InlineData("SharpLif")]
    [InlineData("QuickAdaptiveLif")]
    [InlineData("SigmoidLeaky")]
    public void Kernels_have_the_bits_of_the_model_written_out(string name)
    {
        TestModel derived = TestModel.Of("Derived", name), written = TestModel.Of("Derived", $"{name}Written");
        Assert.Equal(written.Kernels.DefaultParameters, derived.Kernels.DefaultParameters);
        Assert.Equal(written.Kernels.DefaultStates, derived.Kernels.DefaultStates);
        Assert.Equal(written.Kernels.Info.Equations, derived.Kernels.Info.Equations);
        Assert.Equal(written.Kernels.Info.Adjoint, derived.Kernels.Info.Adjoint);
        foreach (bool extremes in (bool[])[false, true])
        {
            Trial trial = Trial.Random(written, 20, 67, 11, extremes);
            (ForwardRun expected, float[][] tape) = written.Kernels.Forward(trial);
            (ForwardRun actual, float[][] derivedTape) = derived.Kernels.Forward(trial);
            Same.Bits("output", expected.Outputs, actual.Outputs);
            Same.Bits("state", expected.States, actual.States);
            BackwardRun a = written.Kernels.Backward(trial, tape), b = derived.Kernels.Backward(trial, derivedTape);
            Assert.Equal(a.Inputs, b.Inputs);
            Assert.Equal(a.States, b.States);
            Assert.Equal(a.Parameters, b.Parameters);
        }
    }

    [Theory]
    [InlineData("SharpLif", "Sgl.Models.Lif")]
    [InlineData("TentIzhikevich", "Sgl.Models.Izhikevich")]
    [InlineData("GaussianNode", "Sgl.Presets.SpikingJelly+LIFNodeATan")]
    [InlineData("SoftSignLIF", "Sgl.Presets.Norse+LIF")]
    public void Forward_is_that_of_the_base(string name, string ofRuntime)
    {
        TestModel derived = TestModel.Of("Derived", name), parent = TestModel.Of(TestModel.Library, ofRuntime);
        Assert.Equal(parent.Kernels.DefaultParameters, derived.Kernels.DefaultParameters);
        Assert.Equal(parent.Kernels.DefaultStates, derived.Kernels.DefaultStates);
        Trial trial = Trial.Random(parent, 30, 67, 12);
        ForwardRun expected = parent.Kernels.ForwardWithoutTape(trial), actual = derived.Kernels.ForwardWithoutTape(trial);
        Same.Bits("output", expected.Outputs, actual.Outputs);
        Same.Bits("state", expected.States, actual.States);
    }

    /// <summary>The carried source is bound apart from the project.</summary>
    [Fact]
    public void Names_of_the_project_change_no_kernel()
    {
        Dictionary<string, string> plain = InMemory.Generate(Derived);
        Dictionary<string, string> hostile = InMemory.Generate(
            Derived,
            "global using static Other; public static class Other { public static float Detach(float x) => 2f * x; }",
            "public static class MathF { } public class LeakyMembrane { } namespace Sgl.Models { public class LeakyMembrane { } }");
        Assert.Equal(plain, hostile);
        Assert.Single(plain);
    }

    [Fact]
    public async Task A_project_is_told_nothing() => Assert.Empty(await InMemory.Analyze(Derived));

    [Fact]
    public void An_edit_elsewhere_regenerates_nothing_and_binds_no_source_again()
    {
        CSharpCompilation before = InMemory.Parse(Derived, "class Other { }");
        GeneratorDriver driver = InMemory.Driver().RunGenerators(before);
        CSharpCompilation after = before.ReplaceSyntaxTree(
            before.SyntaxTrees[1], CSharpSyntaxTree.ParseText("class Another { }", (CSharpParseOptions)before.SyntaxTrees[1].Options));
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();
        Assert.All(
            result.TrackedSteps[NeuronGenerator.FileStep].SelectMany(run => run.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.Same(SourceFor(before), SourceFor(after));
    }

    [Fact]
    public void The_carried_source_compiles_with_what_it_is_given() => Assert.Empty(
        SourceFor(InMemory.Parse("")).Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    /// <summary>A model that could not be derived from would be an exception to explain.</summary>
    [Fact]
    public void Every_model_of_the_runtime_may_have_another_surrogate()
    {
        Type[] models = [.. Catalogue.Library];
        string source = string.Join("\n", models.Select((type, i) =>
            $"[Surrogate(Kind.Gaussian)] public partial class Model{i} : {type.FullName!.Replace('+', '.')} {{ }}"));
        Assert.Equal(models.Length, InMemory.Generate(source).Count);
        InMemory.Load(source);
    }

    private static LibrarySource SourceFor(CSharpCompilation compilation) => LibrarySource.Of(
        compilation, compilation.GetTypeByMetadataName(MetadataNames.Surrogate)!.ContainingAssembly)!;
}
