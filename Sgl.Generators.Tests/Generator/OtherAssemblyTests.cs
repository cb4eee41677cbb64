using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>A model whose base is a class of another assembly, of which there is no source.</summary>
public class OtherAssemblyTests
{
    private const string Base =
        "public class Leaky { [State] protected float v; public float Step(float x) { v += x; return Spike(v); } }";

    [Fact]
    public async Task A_step_without_source_is_refused()
    {
        Diagnostic diagnostic = Assert.Single(
            await InMemory.Analyze(WithBase("[Surrogate(Kind.ATan)] partial class A : Leaky { int count; }")));
        Assert.Equal("SGL0019", diagnostic.Id);
        Assert.Contains("'Step' of 'Leaky' is declared in", diagnostic.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_without_source_is_not() => Assert.Empty(await InMemory.Analyze(WithBase(
        "[Surrogate(Kind.ATan)] partial class A : Leaky { new float Step(float x) { v = 0.9f * v + x; return Spike(v); } }")));

    private static CSharpCompilation WithBase(string source)
    {
        using var image = new MemoryStream();
        Assert.True(InMemory.Parse(Base).Emit(image).Success);
        return InMemory.Parse(source).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
    }
}
