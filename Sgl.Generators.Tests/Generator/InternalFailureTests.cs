using Microsoft.CodeAnalysis;
using Sgl.Generators;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>A fault of the compiler is a diagnostic at the class, and no crash of the generator.</summary>
public class InternalFailureTests
{
    /// <summary>What no release of Sgl.Attributes has, so that the parser looks in vain for the argument of Detach.</summary>
    private const string OtherSgl = """
        namespace Sgl { public static class SpikeMath { public static float Detach() => 0f; } }
        """;

    private const string Model = "[Surrogate(Kind.None)] partial class A { float Step(float x) => Sgl.SpikeMath.Detach(); }";

    [Fact]
    public async Task A_failure_of_the_parser_stands_at_the_class()
    {
        Diagnostic diagnostic = Assert.Single(await InMemory.Analyze(Model, OtherSgl));
        Assert.Equal("SGL9999", diagnostic.Id);
        Assert.Equal(Model.IndexOf('A', Model.IndexOf("class", StringComparison.Ordinal)), diagnostic.Location.SourceSpan.Start);
        Assert.Contains("IndexOutOfRangeException", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.DoesNotContain("\n", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_generator_goes_on_with_the_other_classes()
    {
        const string Good = "[Surrogate(Kind.None)] partial class B { float Step(float x) => x; }";
        GeneratorRunResult result =
            InMemory.Driver().RunGenerators(InMemory.Parse(Model, OtherSgl, Good)).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Equal("B.g.cs", Assert.Single(result.GeneratedSources).HintName);
    }

    [Fact]
    public void A_failure_of_a_later_phase_is_returned()
    {
        NeuronModel good = TestModel.Of("Basic", "Lif").Model;
        var dangling = new Node(Op.Negate, Generators.Ir.ValueType.Float, new[] { 7 }.ToEquatableArray());
        NeuronModel broken = good with { Step = new Graph(new[] { dangling }.ToEquatableArray(), good.Step.Results) };

        (var file, Exception? failure) = NeuronCompiler.Compile(broken, new EmissionOptions(false, false, false, false, false));
        Assert.Empty(file);
        Assert.IsType<IndexOutOfRangeException>(failure);
    }
}
