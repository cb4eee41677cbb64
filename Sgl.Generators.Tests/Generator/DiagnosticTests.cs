using Microsoft.CodeAnalysis;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Every error stands at the offending token and says what to do.</summary>
public class DiagnosticTests
{
    /// <summary>Identifier, a part of the message, and the source with the culprit between « and ».</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "SGL0001", "'A' must be declared 'partial'", "[Surrogate(Kind.ATan)] class «A» { float Step(float x) => x; }" },
        {
            "SGL0001", "'Outer' must be declared 'partial'",
            "class «Outer» { [Surrogate(Kind.ATan)] partial class A { float Step(float x) => x; } }"
        },
        { "SGL0002", "'A' has no method 'Step'", "[Surrogate(Kind.ATan)] partial class «A» { }" },
        { "SGL0004", "It is static", Member("static float «Step»(float x) => x;") },
        { "SGL0004", "'x' is a double", Member("float «Step»(double x) => 1f;") },
        { "SGL0004", "'x' is passed by reference", Member("float «Step»(in float x) => 1f;") },
        { "SGL0004", "It returns void", Member("void «Step»(float x) { }") },
        { "SGL0004", "'n' of what it returns is a int", Member("(float s, int n) «Step»(float x) => (x, 1);") },
        { "SGL0004", "It is generic", Member("float «Step»<T>(float x) => x;") },
        { "SGL0005", "Alpha is -1", "[«Surrogate(Kind.ATan, Alpha = -1)»] partial class A { float Step(float x) => x; }" },
        { "SGL0005", "Alpha is 0", "[«Surrogate(Kind.ATan, Alpha = 0)»] partial class A { float Step(float x) => x; }" },
        {
            "SGL0005", "Alpha is NaN",
            "[«Surrogate(Kind.ATan, Alpha = float.NaN)»] partial class A { float Step(float x) => x; }"
        },
        {
            "SGL0006", "42 is not a member of Sgl.Kind; choose one of None, Sigmoid, ATan, FastSigmoid",
            "[«Surrogate((Kind)42)»] partial class A { float Step(float x) => x; }"
        },
        { "SGL0007", "'v' is a double", Member("[State] double «v»; float Step(float x) => x;") },
        { "SGL0007", "'v' is static", Member("[State] static float «v»; float Step(float x) => x;") },
        { "SGL0007", "'p' is readonly", Member("[Parameter] readonly float «p»; float Step(float x) => x;") },
        {
            "SGL0008", "'v' is private in 'Base'",
            "class Base { [State] private float v; } [Surrogate(Kind.ATan)] partial class «A» : Base "
            + "{ float Step(float x) => x; }"
        },
        { "SGL0009", "'A' has type parameters", "[Surrogate(Kind.ATan)] partial class «A»<T> { float Step(float x) => x; }" },
        { "SGL0010", "A 'for' loop", Body("«for» (int i = 0; i < 3; i++) v += x; return v;") },
        { "SGL0010", "A 'while' loop", Body("«while» (v < x) v += 1f; return v;") },
        { "SGL0010", "'throw'", Body("if (v > 1f) «throw» null!; return v;") },
        { "SGL0010", "A local function", Body("«float» F() => 1f; return v;") },
        { "SGL0011", "'v % 2f'", Body("return «v % 2f»;") },
        { "SGL0011", "'v++'", Body("«v++»; return v;") },
        { "SGL0011", "The assignment 'v = 3f' inside an expression", Body("return x > 0f ? («v = 3f») : x;") },
        { "SGL0011", "A pattern", Body("return «x is > 0f» ? v : x;") },
        { "SGL0011", "A lambda", Body("System.Func<float> f = «() => 1f»; return v;") },
        { "SGL0012", "'0.5' is a double; kernels compute in float: write 0.5f", Body("v = (float)(v * «0.5»); return v;") },
        { "SGL0012", "'n' is a int", Body("int n = (int)v; return v + «n»;") },
        { "SGL0013", "'MathF.Cbrt' cannot be called", Body("return «MathF.Cbrt(v)»;") },
        { "SGL0013", "call one of MathF.Exp, SpikeMath.Exp, MathF.Sqrt, MathF.Abs", Body("return (float)«Math.Exp(v)»;") },
        { "SGL0014", "'other' is neither a [State] nor a [Parameter]", Member("float other; float Step(float x) => x + «other»;") },
        { "SGL0014", "'Other' is neither", Member("float Other { get; set; } float Step(float x) { «Other» = x; return x; }") },
        { "SGL0015", "'p' is a [Parameter]", Member("[Parameter] float p; float Step(float x) { «p» = x; return x; }") },
        { "SGL0015", "'p' is a [Parameter]", Member("[Parameter] float p; float Step(float x) { «p» *= x; return x; }") },
        { "SGL0016", "'return' must be the last statement", Body("if (v > 1f) «return» x; return v;") },
        { "SGL0017", "'v' is marked both", Member("[State, Parameter] float «v»; float Step(float x) => x;") },
        { "SGL0018", "'Forward' has the name of a method", Member("void «Forward»() { } float Step(float x) => x;") },
        { "SGL0020", "'A' is a file-local type", "[Surrogate(Kind.ATan)] file partial class «A» { float Step(float x) => x; }" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_error_stands_at_the_culprit(string id, string message, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        (string text, string culprit, int start) = Unmark(source);
        Diagnostic[] diagnostics = await InMemory.Analyze(text);
        Diagnostic first = Assert.Single(diagnostics, d => d.Location.SourceSpan.Start == start);
        Assert.Equal(id, first.Id);
        Assert.Contains(message, first.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(culprit, text.Substring(start, first.Location.SourceSpan.Length));
        Assert.Empty(InMemory.Generate(text));
    }

    [Fact]
    public async Task Several_steps_are_all_marked()
    {
        Diagnostic[] diagnostics = await InMemory.Analyze(Member("float Step(float x) => x; float Step() => 1f;"));
        Assert.Equal(["SGL0003", "SGL0003"], diagnostics.Select(d => d.Id));
    }

    [Fact]
    public async Task A_pragma_silences_an_error()
    {
        const string Source = """
            #pragma warning disable SGL0002
            [Surrogate(Kind.ATan)] partial class A { }
            """;
        Assert.Empty(await InMemory.Analyze(Source));
    }

    [Theory]
    [InlineData("float Step(float x) => y;")]
    [InlineData("float Step(float x) { v = ")]
    [InlineData("float Step(float x) { return Spike(x, ; }")]
    [InlineData("float Step(Unknown x) => 1f;")]
    [InlineData("float Step(float x) { Unknown u = x; return u; }")]
    [InlineData("[State] private Unknown v; float Step(float x) => x;")]
    public async Task Half_typed_code_neither_crashes_nor_generates(string member)
    {
        Assert.DoesNotContain(await InMemory.Analyze(Member(member)), d => d.Id == "SGL9999");
        Assert.Empty(InMemory.Generate(Member(member)));
    }

    [Fact]
    public async Task Good_models_have_no_diagnostics()
    {
        Assert.Empty(await InMemory.Analyze(Sources.Model("Basic")));
        Assert.Empty(await InMemory.Analyze(Sources.Model("Rich")));
    }

    private static string Member(string members) => $"[Surrogate(Kind.ATan)] partial class A {{ {members} }}";

    private static string Body(string statements) =>
        Member($"[State] float v; float Step(float x) {{ {statements} }}");

    private static (string Text, string Culprit, int Start) Unmark(string source)
    {
        int start = source.IndexOf('«', StringComparison.Ordinal), end = source.IndexOf('»', StringComparison.Ordinal);
        return (source.Remove(end, 1).Remove(start, 1), source[(start + 1)..end], start);
    }
}
