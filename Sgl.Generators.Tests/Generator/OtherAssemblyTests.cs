using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>A model whose base is a class of another assembly, of which there is no source.</summary>
public class OtherAssemblyTests
{
    private const string Base =
        "public class Leaky { [State] protected float v; public float Step(float x) { v += x; return Spike(v); } } "
        + "public class Closed { [State] private float v; public float Step(float x) { v += x; return Spike(v); } }";

    [Fact]
    public async Task A_step_without_source_is_refused()
    {
        Diagnostic diagnostic = Assert.Single(
            await InMemory.Analyze(WithBase("[Surrogate(Kind.ATan)] partial class A : Leaky { int count; }")));
        Assert.Equal("SGL0019", diagnostic.Id);
        Assert.Contains("'Step' of 'Leaky' is declared in", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>That its states are private is no reason: making them protected would not help.</summary>
    [Theory]
    [InlineData("[Surrogate(Kind.Triangle)] partial class A : Closed { }")]
    public async Task Private_states_of_a_step_without_source_are_not_spoken_of(string source)
    {
        Diagnostic diagnostic = Assert.Single(await InMemory.Analyze(WithBase(source)));
        Assert.Equal("SGL0019", diagnostic.Id);
        Assert.Contains("of which the compiler has that of Sgl's own models only", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("write its fields and its 'Step' into 'A' itself", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_without_source_is_not() => Assert.Empty(await InMemory.Analyze(WithBase(
        "[Surrogate(Kind.ATan)] partial class A : Leaky { new float Step(float x) { v = 0.9f * v + x; return Spike(v); } }")));

    /// <summary>In an editor the other project is source, too, but its source is not this compilation's.</summary>
    [Theory]
    [InlineData("SGL0019", "[Surrogate(Kind.ATan)] partial class A : Leaky { int count; }")]
    [InlineData("SGL0013", "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(Helper.Twice(x)); }")]
    [InlineData("SGL0027", "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x * Helper.Rate); }")]
    [InlineData("SGL0024", "[Surrogate(typeof(Helper))] partial class A { float Step(float x) => Spike(x); }")]
    public async Task The_source_of_another_project_is_refused(string id, string source)
    {
        const string Helper = """
            public static class Helper
            {
                public static readonly float Rate = 0.5f;
                public static float Twice(float x) => 2f * x;
                public static float Derivative(float x) => 1f;
            }
            """;
        CSharpCompilation other = InMemory.Parse(Base, Helper);
        CSharpCompilation compilation = InMemory.Parse(source).AddReferences(other.ToMetadataReference());
        Assert.Equal(id, Assert.Single(await InMemory.Analyze(compilation)).Id);
    }

    private static CSharpCompilation WithBase(string source)
    {
        using var image = new MemoryStream();
        Assert.True(InMemory.Parse(Base).Emit(image).Success);
        return InMemory.Parse(source).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
    }
}
