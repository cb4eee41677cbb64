using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Modules are written for projects that refer to TorchSharp, and for no others.</summary>
public class TorchModuleTests
{
    private const string Members =
        "[Parameter(Learnable = true)] float beta = 0.9f; [State] float v; "
        + "public float Step(float x) { v = beta * v + x; return Spike(v - 1f); }";

    private static readonly string[] Shared =
    [
        "Sgl.TorchSharp-EmbeddedAttribute.g.cs", "Sgl.TorchSharp-NeuronModule.g.cs", "Sgl.TorchSharp-TensorFunction.g.cs",
        "Sgl.TorchSharp-TensorMemory.g.cs", "Sgl.TorchSharp-TensorNeurons.g.cs",
    ];

    [Theory]
    [InlineData("Basic", "Lif")]
    [InlineData("Rich", "Gated")]
    public void Generated_text_is_as_reviewed(string file, string model)
    {
        string hint = $"Sgl.Tests.Models.{model}.Module.g";
        Snapshot.Verify("Generator.Models", hint, Files(Torch(Sources.Model(file)))[hint + ".cs"]);
    }

    [Fact]
    public void Without_TorchSharp_nothing_is_written()
    {
        string[] files = [.. Files(InMemory.Parse(Sources.Model("Basic"))).Keys];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, name => name.Contains("Module") || name.Contains("Tensor"));
    }

    [Fact]
    public void A_project_may_do_without_modules()
    {
        var properties = new BuildProperties(("SglTorchSharp", "false"));
        Assert.DoesNotContain(
            Files(Torch(Sources.Model("Basic")), properties).Keys, name => name.Contains("Module") || name.Contains("Tensor"));
    }

    [Fact]
    public void What_modules_have_in_common_is_written_once_even_without_a_model()
    {
        Assert.Equal(Shared, Files(Torch("class Nothing;")).Keys.Order());
        string[] files = [.. Files(Torch(Sources.Model("Basic"))).Keys];
        Assert.Equal(Shared, files.Where(name => Shared.Contains(name)).Order());
    }

    public static TheoryData<string> Declarations =>
    [
        $"namespace N {{ [Surrogate(Kind.ATan)] public sealed partial class A {{ {Members} }} }}",
        $"[Surrogate(Kind.ATan)] partial record A {{ {Members} }}",
        $"[Surrogate(Kind.ATan)] partial class @event {{ {Members} }}",
        $"public partial struct Outer {{ partial class Middle {{ [Surrogate(Kind.ATan)] private partial class A {{ {Members} }} }} }}",
        $"[Surrogate(Kind.ATan)] partial class A {{ {Members.Replace("float beta", "protected float beta", StringComparison.Ordinal).Replace("float v;", "protected float v;", StringComparison.Ordinal)} }} [Surrogate(Kind.Sigmoid)] partial class B : A;",
        $"[Surrogate(Kind.ATan)] partial class A(int seed) {{ public int Seed => seed; {Members} }}",
        $"[Surrogate(Kind.ATan)] abstract partial class A {{ {Members} }}",
        $"class Tensor; class Module; class TensorNeurons; class torch; class Parameter; [Surrogate(Kind.ATan)] partial class A {{ {Members} }}",
        """
        namespace Sgl.TorchSharp; // Names that modules and tensors have themselves.
        [Surrogate(Kind.ATan)] partial class Names
        {
            [Parameter(Learnable = true, PerNeuron = true)] float module = 1f;
            [Parameter(Learnable = true, Min = 0f, Max = 2f)] float keepsState = 1f;
            [Parameter(Bound = Bound.Logistic, Learnable = true)] float _Dispose = 0.5f;
            [Parameter] float Beta = 1f;
            [Parameter] float _beta = 1f;
            [State] float neurons;
            public (float outputs, float @return) Step(float outputs, float @this)
            {
                neurons = module * neurons + keepsState * outputs * _Dispose + @this * Beta * _beta;
                return (Spike(neurons - 1f), neurons);
            }
        }
        """,
        """
        [Surrogate(Kind.ATan)] partial class Wide
        {
            [State] float v;
            public float Step(float a, float b, float c, float d, float e, float f, float g)
            {
                v += a + b + c + d + e + f + g;
                return Spike(v - 1f);
            }
        }
        """,
        "[Surrogate(Kind.SteSign)] partial class Activation;",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public async Task A_declared_model_has_a_module(string source)
    {
        CSharpCompilation compilation = Torch(source);
        Assert.DoesNotContain(await InMemory.Analyze(compilation), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        GeneratorDriver driver = InMemory.Driver(BuildProperties.SimdOnly)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        Assert.Contains(driver.GetRunResult().GeneratedTrees, tree => tree.FilePath.EndsWith(".Module.g.cs", StringComparison.Ordinal));
        Assert.Equal(
            [],
            updated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error
                || (d.Severity == DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true))
                .Select(d => d.ToString()));
    }

    /// <summary>How many time steps it ran would be told by nothing.</summary>
    [Fact]
    public void A_model_without_inputs_has_no_module()
    {
        Dictionary<string, string> files = Files(Torch(
            "[Surrogate(Kind.ATan)] partial class Alone { [State] float v; public float Step() { v += 0.1f; return Spike(v - 1f); } }"));
        Assert.Contains("Alone.g.cs", files.Keys);
        Assert.DoesNotContain("Alone.Module.g.cs", files.Keys);
    }

    [Theory]
    [InlineData("partial class A { const int Module = 1;")]
    [InlineData("partial class Module {")]
    public async Task A_name_that_the_module_has_is_an_error(string head)
    {
        string source = $"[Surrogate(Kind.ATan)] {head} {Members} }}";
        Diagnostic clash = Assert.Single(await InMemory.Analyze(Torch(source)), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SGL0018", clash.Id);
        Assert.StartsWith("'Module' has the name of a member that Sgl adds", clash.GetMessage(), StringComparison.Ordinal);
        Assert.DoesNotContain(await InMemory.Analyze(InMemory.Parse(source)), IsError);
        Assert.DoesNotContain(await InMemory.Analyze(Torch(source), new BuildProperties(("SglTorchSharp", "false"))), IsError);

        static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
    }

    [Fact]
    public void An_edit_elsewhere_writes_no_module_anew()
    {
        CSharpCompilation before = Torch($"[Surrogate(Kind.ATan)] partial class A {{ {Members} }}", "class Other;");
        SyntaxTree tree = before.SyntaxTrees[1];
        CSharpCompilation after = before.ReplaceSyntaxTree(
            tree, CSharpSyntaxTree.ParseText("class Another;", (CSharpParseOptions)tree.Options, tree.FilePath));
        GeneratorRunResult result = InMemory.Driver().RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        Assert.All(
            result.TrackedSteps[NeuronGenerator.FileStep].SelectMany(run => run.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_reference_that_comes_later_writes_modules()
    {
        CSharpCompilation before = InMemory.Parse($"[Surrogate(Kind.ATan)] partial class A {{ {Members} }}");
        GeneratorRunResult result = InMemory.Driver().RunGenerators(before).RunGenerators(before.AddReferences(InMemory.Torch))
            .GetRunResult().Results.Single();
        Assert.Contains(result.GeneratedSources, file => file.HintName == "A.Module.g.cs");
    }

    private static CSharpCompilation Torch(params string[] sources) => InMemory.Parse(sources).AddReferences(InMemory.Torch);

    private static Dictionary<string, string> Files(CSharpCompilation compilation, BuildProperties? properties = null) =>
        InMemory.Driver(properties).RunGenerators(compilation).GetRunResult().Results.Single().GeneratedSources
            .ToDictionary(file => file.HintName, file => file.SourceText.ToString());
}
