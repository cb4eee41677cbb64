using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>What C# accepts gets kernels or an error that says why not; nothing fails silently.</summary>
public class AnswerTests
{
    /// <summary>What is expected, kernels or a diagnostic, and a source that C# accepts.</summary>
    public static TheoryData<string, string> Sources => new()
    {
        { "SGL0014", Class("A(float beta)", "public A() : this(1f) { } float Step(float x) => Spike(x * beta);") },
        { "SGL0014", Class("A(float beta)", "public A() : this(1f) { } float Step(float x) => Spike(F(x)); float F(float x) => beta * x;") },
        { "SGL0014", Class("A(float beta)", "public A() : this(1f) { } float Step(float x) { beta = x; return Spike(x); }") },
        { "SGL0012", Class("A(int beta)", "public A() : this(1) { } float Step(float x) => Spike(x * beta);") },
        { "SGL0014", "[Surrogate(Kind.ATan)] partial record A(float Beta) { public A() : this(1f) { } float Step(float x) => Spike(x * Beta); }" },
        { "kernels", Class("A(float beta)", "public A() : this(1f) { } [Parameter] float b = beta; float Step(float x) => Spike(x * b);") },
        { "kernels", Class("A", "public partial float Step(float x);") + "partial class A { public partial float Step(float y) => Spike(y - 1f); }" },
        { "kernels", Class("A", "public partial float Step(float x) => Spike(x - 1f);") + "partial class A { public partial float Step(float x); }" },
        { "kernels", Class("A", "float Step(float x) => Spike(F(x)); private partial float F(float a);") + "partial class A { private partial float F(float b) => b * 2f; }" },
        { "SGL0010", Class("A", "public partial float Step(float x);") + "partial class A { public partial float Step(float x) { while (x > 0f) x--; return x; } }" },
        { "SGL0004", Class("A", "[System.Runtime.InteropServices.DllImport(\"m\")] static extern float Step(float x);") },
        { "SGL0013", Class("A", "float Step(float x) => F(x); [System.Runtime.InteropServices.DllImport(\"m\")] static extern float F(float x);") },
        { "SGL0013", Class("A", "delegate float D(float x); D f = null!; float Step(float x) => f(x);") },
        { "SGL0013", Class("A", "System.Func<float, float> f = null!; float Step(float x) => f(x);") },
        { "SGL0010", Class("A", "float Step(float x) { return Spike(F(x)); float F(float a) => a; }") },
        { "SGL0013", Class("A", "float Step(float x) => F<B>(x); static float F<T>(float x) where T : I => T.G(x);") + "interface I { static abstract float G(float x); } class B : I { public static float G(float x) => x; }" },
        { "SGL0002", "interface I { float Step(float x) => x; } [Surrogate(Kind.ATan)] partial class A : I { int n; }" },
        { "SGL0002", Class("A", "System.Func<float, float> Step = null!;") },
        { "kernels", "class B { protected float Step(float x) => Spike(x); } [Surrogate(Kind.ATan)] partial class A : B { new float Step(float x) => base.Step(x) + x; }" },
        { "SGL0021", Class("A", "float Step(float x) => x > 0f ? Step(x - 1f) : 0f;") },
        { "kernels", Class("A", "float Step(float x = 1f) => Spike(x);") },
        { "SGL0024", "[Surrogate((System.Type)null!)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0024", "[Surrogate(typeof(B))] partial class A { float Step(float x) => Spike(x); } class B { [System.Runtime.InteropServices.DllImport(\"m\")] public static extern float Derivative(float x); }" },
        { "kernels", "[Surrogate(typeof(B))] partial class A { float Step(float x) => Spike(x); } static partial class B { public static partial float Derivative(float x); public static partial float Derivative(float x) => 1f; }" },
        { "SGL0012", "abstract class B<T> { protected T v = default!; [State] protected float w; } [Surrogate(Kind.ATan)] partial class A : B<double> { float Step(float x) { w = (float)v + x; return w; } }" },
        { "kernels", "class B<T> { [State] protected T v = default!; protected float F(float x, T y) => x; protected T G() => v; } [Surrogate(Kind.ATan)] partial class A : B<float> { float Step(float x) { v += x; return G(); } }" },
        { "SGL0012", Class("A", "float Step(float x) { double y = x; return (float)(y * y); }") },
        { "SGL0012", Class("A", "float Step(float x) { (double a, double b) = F(x); return a > b ? x : 1f; } static (float, float) F(float x) => (x, 1f);") },
        { "SGL0012", Class("A", "float Step(float x) => x * n; N n; struct N { public static implicit operator float(N n) => 2f; }") },
        { "SGL0012", Class("A", "[State] float v; float Step(float x) { int n = (int)F(x); return v; } float F(float x) => v += x;") },
        { "SGL0012", Class("A", "[State] float v; float Step(float x) { short s = 1; s += 2; return v + x + s; }") },
        { "SGL0011", Class("A", "float Step(float x) { var (a, b) = x; return a + b; }") + "static class E { public static void Deconstruct(this float x, out float a, out float b) => (a, b) = (x, 2f * x); }" },
        { "SGL0013", Class("A", "[State] float v; float Step(float x) { v += x; return G(); } ref float G() => ref v;") },
        { "SGL0014", Class("A", "static float s; float Step(float x) { s = x; return Spike(s); }") },
        { "SGL0014", Class("A", "[ThreadStatic] static float s; float Step(float x) => Spike(x + s);") },
        { "SGL0011", Class("A", "static readonly float S = 1f; float Step(float x) { ref readonly float s = ref S; return Spike(x + s); }") },
        { "SGL0010", "// <auto-generated/>\n" + Class("A", "float Step(float x) { while (x > 0f) x--; return x; }") },
        { "kernels", Class("A", "static readonly float Tau = 20f; static class C { public static readonly float Decay = 1f - 1f / Tau; } float Step(float x) => Spike(x * C.Decay);") },
        { "kernels", Class("A", "[State] volatile float v; float Step(float x) { v += x; return Spike(v); }") },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_source_that_CSharp_accepts_has_kernels_or_an_error(string expected, string source)
    {
        CSharpCompilation compilation = InMemory.Parse(source);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        string[] errors = [.. (await InMemory.Analyze(source)).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct()];
        Assert.Equal(expected == "kernels" ? [] : [expected], errors);
        Assert.Equal(expected == "kernels", InMemory.Generate(source).Count == 1);
        if (expected == "kernels") InMemory.Load(source);
    }

    /// <summary>The same class marked on two parts is an error of C#, and no other model's.</summary>
    [Fact]
    public void A_second_attribute_costs_no_other_model_its_kernels()
    {
        const string Twice = "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => x; } [Surrogate(Kind.ATan)] partial class A { }";
        const string Other = "[Surrogate(Kind.ATan)] partial class B { float Step(float x) => Spike(x); }";
        foreach (string[] files in new[] { new[] { Twice + Other }, [Other, Twice[..(Twice.IndexOf("} ", StringComparison.Ordinal) + 1)], Twice[(Twice.IndexOf("} ", StringComparison.Ordinal) + 1)..]], [$"[Surrogate(Kind.ATan), Surrogate(Kind.None)] partial class A {{ float Step(float x) => x; }} {Other}"] })
        {
            GeneratorRunResult result = InMemory.Driver().RunGenerators(InMemory.Parse(files)).GetRunResult().Results.Single();
            Assert.Null(result.Exception);
            Assert.Equal(["A.g.cs", "B.g.cs"], result.GeneratedSources.Select(file => file.HintName).Order());
        }
    }

    private static string Class(string name, string members) => $"[Surrogate(Kind.ATan)] partial class {name} {{ {members} }} ";
}
