using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Every error stands at the offending token and says what to do.</summary>
[Slow(25)]
public class DiagnosticTests
{
    /// <summary>
    /// Covered by <see cref="OtherAssemblyTests"/>, <see cref="EmissionOptionsTests"/>, <see cref="LanguageVersionTests"/>
    /// and <see cref="InternalFailureTests"/>.
    /// </summary>
    private static readonly string[] CoveredElsewhere = ["SGL0019", "SGL0201", "SGL0202", "SGL9999"];

    /// <summary>
    /// Identifier, a part of the message, and the source with each culprit between « and »: nothing else is reported.
    /// </summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "SGL0001", "'A' must be declared 'partial'", "[Surrogate(Kind.ATan)] class «A» { float Step(float x) => x; }" },
        {
            "SGL0001", "'Outer' must be declared 'partial'",
            "class «Outer» { [Surrogate(Kind.ATan)] partial class A { float Step(float x) => x; } }"
        },
        { "SGL0002", "'A' has no method 'Step'", "[Surrogate(Kind.ATan)] partial class «A» { int count; }" },
        { "SGL0002", "'A' has no method 'Step'", "[Surrogate(Kind.ATan)] partial class «A» : B; class B;" },
        {
            "SGL0003", "'A' has several methods named 'Step'",
            Member("float «Step»(float x) => Spike(x); float «Step»() => 1f;")
        },
        { "SGL0004", "It is static", Member("static float «Step»(float x) => x;") },
        { "SGL0004", "'x' is a double", Member("float «Step»(double x) => 1f;") },
        { "SGL0004", "'x' is passed by reference", Member("float «Step»(in float x) => 1f;") },
        { "SGL0004", "It returns void", Member("void «Step»(float x) { }") },
        { "SGL0004", "'n' of what it returns is an int", Member("(float s, int n) «Step»(float x) => (x, 1);") },
        { "SGL0004", "It is generic", Member("float «Step»<T>(float x) => x;") },
        { "SGL0005", "Alpha is -1", "[«Surrogate(Kind.ATan, Alpha = -1)»] partial class A { float Step(float x) => x; }" },
        { "SGL0005", "Alpha is 0", "[«Surrogate(Kind.ATan, Alpha = 0)»] partial class A { float Step(float x) => x; }" },
        {
            "SGL0005", "Alpha is NaN",
            "[«Surrogate(Kind.ATan, Alpha = float.NaN)»] partial class A { float Step(float x) => x; }"
        },
        {
            "SGL0005", "Alpha is 3E+38; Tanh takes 2.35098",
            "[«Surrogate(Kind.Tanh, Alpha = 3e38f)»] partial class A { float Step(float x) => Spike(x); }"
        },
        { "SGL0005", " to 1.7014117E+38", Member("float Step(float x) => Spike(x, Kind.Tanh, «3e38f»);") },
        { "SGL0005", "QPseudoSpike takes 1.0000001 to", Member("float Step(float x) => Spike(x, Kind.QPseudoSpike, «1f»);") },
        {
            "SGL0005", "Alpha is 1E-39; ATan takes",
            "[«Surrogate(Kind.ATan, Alpha = 1e-39f, Normalize = Normalize.Peak)»] partial class A { float Step(float x) => Spike(x); }"
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
        { "SGL0010", "A jump", Body("for (int i = 0; i < 3; i++) { if (i == 1) «break»; v += x; } return v;") },
        { "SGL0010", "A 'while' loop", Body("«while» (v < x) v += 1f; return v;") },
        { "SGL0010", "'throw'", Body("if (v > 1f) «throw» null!; return v;") },
        { "SGL0010", "A local function", Body("«float» F() => 1f; return v;") },
        { "SGL0011", "'v % 2f'", Body("return «v % 2f»;") },
        { "SGL0011", "A deconstruction", Body("«(v, (float a, _)) = (x, (x, x))»; return v;") },
        { "SGL0011", "A reference that is assigned again", Body("ref float u = ref v; «u = ref x»; return u;") },
        { "SGL0011", "A conditional reference", Body("ref float u = ref «x > 0f ? ref v : ref x»; return u;") },
        { "SGL0011", "An array element", Body("return F(ref «a[0]»);", "float[] a = null!; static float F(ref float y) => y;") },
        { "SGL0011", "A pattern", Body("return «x is > 0f» ? v : x;") },
        { "SGL0011", "A lambda", Body("System.Func<float> f = «() => 1f»; return v;") },
        { "SGL0012", "'0.5' is a double; kernels compute in float: write 0.5f", Body("v = (float)(v * «0.5»); return v;") },
        { "SGL0012", "an int; kernels compute in float; an int must be known", Body("int n = «(int)v»; return v + «n»;") },
        { "SGL0012", "an int must be known", Body("int n = 1; if (x > 0f) n = 2; return v + «n»;") },
        { "SGL0012", "an int must be known", Body("int n = int.MaxValue; return v + checked(«n + 1»);") },
        {
            "SGL0012", "give each of its values a variable, as in var (a, b) = F(x)",
            Body("var pair = «F(x)»; return pair.Item1 + pair.Item2;", "static (float, float) F(float y) => (y, y);")
        },
        { "SGL0012", "'v' is a double", Body("double d = «v»; return v;") },
        { "SGL0013", "'MathF.Cbrt' cannot be called", Body("return «MathF.Cbrt(v)»;") },
        { "SGL0013", "its derivative is not known; call one of MathF.Exp, MathF.Log, MathF.Tanh", Body("return «MathF.Asinh(v)»;") },
        { "SGL0013", "'Math.Exp' cannot be called in 'Step': it computes in double; call MathF.Exp", Body("return (float)«Math.Exp(v)»;") },
        { "SGL0013", "kernels know it by another name; call MathF.Exp", Body("return «float.Exp(v)»;") },
        { "SGL0013", "x != x", Body("return «float.IsNaN(v)» ? x : v;") },
        { "SGL0013", "it has no body", Body("return «F(v)»;", "[System.Runtime.InteropServices.DllImport(\"m\")] static extern float F(float x);") },
        { "SGL0013", "it is a method of another object; make it static", Body("return «other.F(v)»;", "A other = null!; float F(float y) => y;") },
        { "SGL0014", "'other' is neither a [State] nor a [Parameter]", Member("float other; float Step(float x) => x + «other»;") },
        { "SGL0014", "a property cannot be marked", Body("return v + «Gain»;", "float Gain => 2f;") },
        { "SGL0014", "its own fields only", Body("return v + «other.v»;", "A other = null!;") },
        { "SGL0014", "make it const or static readonly", Body("return v + «Shared»;", "static float Shared = 1f;") },
        {
            "SGL0014", "initialize a field with it, as in [Parameter] private float own = beta",
            "[Surrogate(Kind.ATan)] partial class A(float beta) { public A() : this(0.9f) { } [State] float v; "
            + "float Step(float x) { v = «beta» * v + x; return Spike(v); } }"
        },
        { "SGL0014", "'Other' is neither", Member("float Other { get; set; } float Step(float x) { «Other» = x; return x; }") },
        { "SGL0015", "'p' is a [Parameter]", Member("[Parameter] float p; float Step(float x) { «p» = x; return x; }") },
        { "SGL0015", "'p' is a [Parameter]", Member("[Parameter] float p; float Step(float x) { «p» *= x; return x; }") },
        { "SGL0016", "'return' must be the last statement", Body("if (v > 1f) «return» x; return v;") },
        { "SGL0017", "'v' is marked both", Member("[State, Parameter] float «v»; float Step(float x) => x;") },
        { "SGL0018", "'Forward' has the name of a member", Member("void «Forward»() { } float Step(float x) => x;") },
        { "SGL0021", "'F' calls itself", Member("float Step(float x) => F(x); static float F(float x) => x > 0f ? «F(x - 1f)» : x;") },
        {
            "SGL0021", "'F' calls itself",
            Member("float Step(float x) => F(x); static float F(float x) => G(x); static float G(float x) => «F(x)»;")
        },
        { "SGL0013", "it is virtual", Member("float Step(float x) => «F(x)»; protected virtual float F(float x) => x;") },
        { "SGL0013", "it is generic", Member("float Step(float x) => «F(x)»; static T F<T>(T x) => x;") },
        { "SGL0013", "'y' is not a plain argument", Member("float Step(float x) => «F(x)»; static float F(params float[] y) => y[0];") },
        { "SGL0013", "it returns nothing", Body("«F()»; return v;", "void F() { }") },
        { "SGL0016", "the last statement of 'F'", Body("return F(v);", "static float F(float y) { if (y > 0f) «return» 1f; return y; }") },
        { "SGL0022", "'i < x' is not known", Body("for (int i = 0; «i < x»; i++) v += x; return v;") },
        { "SGL0022", "'v < 3f' is not known", Body("for (; «v < 3f»; v += 1f) { } return v;") },
        { "SGL0022", "'for (;;)' is not known", Body("«for» (;;) { v += x; }") },
        { "SGL0023", "more than 256 iterations", Body("«for» (int i = 0; i < 257; i++) v += x; return v;") },
        {
            "SGL0023", "more than 256 iterations",
            Body("for (int i = 0; i < 16; i++) «for» (int k = 0; k < 16; k++) v += x; return v;")
        },
        { "SGL0024", "'B' has no method", "[«Surrogate(typeof(B))»] partial class A { float Step(float x) => x; } class B;" },
        {
            "SGL0011", "'x % 2f'",
            "[Surrogate(typeof(B))] partial class A { float Step(float x) => x; } "
            + "class B { public static float Derivative(float x) => «x % 2f»; }"
        },
        {
            "SGL0013", "a surrogate cannot spike itself",
            "[Surrogate(typeof(B))] partial class A { float Step(float x) => x; } "
            + "class B { public static float Derivative(float x) => «Spike(x)»; }"
        },
        {
            "SGL0025", "'P' cannot be the steepness of a surrogate: it is no [Parameter]",
            "[«Surrogate(Kind.ATan, AlphaParameter = \"P\")»] partial class A { float Step(float x) => x; }"
        },
        {
            "SGL0025", "its area is not the same",
            "[«Surrogate(Kind.FastSigmoid, AlphaParameter = nameof(P))»] partial class A "
            + "{ [Parameter(Learnable = true)] float P = 1f; float Step(float x) => Spike(x); }"
        },
        { "SGL0025", "'x' cannot be the steepness", Member("float Step(float x) => Spike(x, Kind.ATan, «x»);") },
        { "SGL0005", "Alpha is -2", Member("float Step(float x) => Spike(x, Kind.ATan, «-2f»);") },
        { "SGL0026", "'P' has a Min that is not below its Max", Member("[Parameter(Learnable = true, Min = 1, Max = 0)] float «P»; float Step(float x) => x * P;") },
        { "SGL0033", "'P' cannot have a value for each neuron and one for each channel", Member("[Parameter(PerNeuron = true, «PerChannel = true»)] float P; float Step(float x) => Spike(x * P);") },
        { "SGL0026", "has bounds, but is not Learnable", Member("[Parameter(Min = 1)] float «P»; float Step(float x) => x * P;") },
        {
            "SGL0026", "a logistic bound that is infinite",
            Member("[Parameter(Learnable = true, Bound = Bound.Logistic, Max = float.PositiveInfinity)] float «P»; float Step(float x) => x * P;")
        },
        { "SGL0027", "The value of 'Q' is not known", Member("static readonly float Q; float Step(float x) => x * «Q»;") },
        {
            "SGL0027", "The value of 'Q' is not known",
            Member("static readonly float Q = 1f; static A() { Q = 2f; } float Step(float x) => x * «Q»;")
        },
        { "SGL0028", "must be a constant; 'kind' is not", Member("Kind kind; float Step(float x) => Spike(x, «kind»);") },
        { "SGL0028", "Argument 2 of Pow must be a constant; 'v' is not", Body("v = MathF.Pow(x, «v»); return Spike(v);") },
        { "SGL0029", "'None' cannot be normalized: its area is 0", "[«Surrogate(Kind.None, Normalize = Normalize.Area)»] partial class A { float Step(float x) => x; }" },
        { "SGL0030", "7 is not a member of Sgl.Tape; choose one of Auto, Save, Recompute", "[Surrogate(Kind.ATan, «Tape = (Tape)7»)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0030", "-1 is not a member of Sgl.Normalize; choose one of None,", "[Surrogate(Kind.ATan, «Normalize = (Normalize)(-1)»)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0030", "2 is not a member of Sgl.Bound; choose one of Clamp, Logistic", Member("[Parameter(Learnable = true, Max = 1, «Bound = (Bound)2»)] float P; float Step(float x) => Spike(x * P);") },
        { "SGL0031", "its helpers are called more than 10000 times", Member("float Step(float x) => Spike(F0(x)); " + Doubling(16, "«F16(x * 0.5f)»")) },
        { "SGL0031", "its helpers call each other more than 64 deep", Member("float Step(float x) => Spike(F0(x)); " + Nested(70)) },
        { "SGL0032", "'P' is a property; a [State] or [Parameter] is a field", Member("[field: «Parameter»] float P { get; set; } float Step(float x) => x;") },
        { "SGL0032", "declare 'public float P' without accessors", Member("[field: «Parameter(Learnable = true)»] float P { get; } = 1f; float Step(float x) => Spike(x * P);") },
        { "SGL0032", "'V' is a property", Member("[field: «State»] float V { get; init; } float Step(float x) => Spike(x - V);") },
        { "SGL0032", "'P' is a property", "[Surrogate(Kind.ATan)] partial record A([field: «Parameter»] float P) { float Step(float x) => x; }" },
        {
            "SGL0032", "'P' is a property",
            "class B { [field: «Parameter»] protected float P { get; set; } } [Surrogate(Kind.ATan)] partial class A : B { float Step(float x) => x; }"
        },
        { "SGL0101", "'w' is a [State] that 'Step' never assigns", Body("v += x * w; return Spike(v);", "[State] float «w»;") },
        { "SGL0102", "'w' is a [State] that no output depends on", Body("v += x; w = 0.5f * w + x; return Spike(v);", "[State] float «w»;") },
        { "SGL0103", "The value of 'a' is never used", Body("v += x; float a = «v * 2f»; return Spike(v);") },
        {
            "SGL0103", "The value of 'a' is never used",
            Body("for (int i = 0; i < 3; i++) { float a = «v * 2f»; v += x; } return Spike(v);")
        },
        {
            "SGL0104", "'A' names a surrogate but its 'Step' calls neither",
            "[Surrogate(Kind.ATan)] partial class «A» { float Step(float x) => x; }"
        },
        {
            "SGL0105", "No gradient reaches an input of 'A'",
            "[Surrogate(Kind.ATan)] partial class «A» { float Step(float x) => Spike(Detach(x)); }"
        },
        {
            "SGL0106", "'P' is learnable, but no gradient reaches it",
            Body("v += x; return Spike(v - Detach(P));", "[Parameter(Learnable = true)] float «P»;")
        },
        { "SGL0107", "write Spike(value - threshold)", Body("v += Spike(x); float s = «v > 1f ? 1f : 0f»; return s + v;") },
        {
            "SGL0107", "write Spike(value - threshold)",
            Body("v += x; float fires = «2f * v > 1f ? 1f : 0f»; return fires + Spike(v);")
        },
        {
            "SGL0107", "write Spike(value - threshold)",
            Body("v += Spike(x); float s = 0f; if («v >= 1f») s = 1f; return s + v;")
        },
        { "SGL0108", "The argument of Exp has no upper bound", Body("v += «Exp(x)»; return Spike(v);") },
        { "SGL0108", "The argument of Exp has no upper bound", Body("v += x > 0f ? «Exp(x)» : 0f; return Spike(v);") },
        { "SGL0108", "The argument of Exp has no upper bound", Body("float e = «Exp(x)»; v += (x < 9f ? e : 0f) + 0.1f * e; return Spike(v);") },
        { "SGL0108", "The argument of Exp has no upper bound", Body("v += 1f / (1f + «Exp(x)»); return Spike(v);") },
        { "SGL0109", "The derivative of Floor is 0", Body("v += x + «MathF.Floor(x)»; return Spike(v);") },
        { "SGL0109", "The derivative of Sign is 0", Body("v += x * «MathF.Sign(x)»; return Spike(v);") },
        { "SGL0110", "write SpikeMath.Exp for the same bits", Body("v += «MathF.Exp(-x * x)»; return Spike(v);") },
        { "SGL0110", "MathF.Pow is the system's", Body("v += «MathF.Pow(MathF.Abs(x), 1.5f)»; return Spike(v);") },
        { "SGL0110", "MathF.Tanh is the system's", Body("v += F(x); return Spike(v);", "static float F(float y) => «MathF.Tanh(y)» + MathF.Sqrt(MathF.Abs(y));") },
        { "SGL0111", "'B' multiplies the state 'v'", Body("v = B * v + x; return Spike(v);", "[Parameter(Learnable = true)] float «B»;") },
        { "SGL0111", "'B' multiplies the state 'v'", Body("v = B * v + x; return Spike(v);", "[Parameter(Learnable = true, Min = 0f)] float «B»;") },
        { "SGL0111", "'B' multiplies the state 'v'", Body("v += B * (x - v); return Spike(v);", "[Parameter(Learnable = true, PerNeuron = true)] float «B»;") },
        { "SGL0111", "'T' divides the state 'v'", Body("v += (x - v) / T; return Spike(v);", "[Parameter(Learnable = true)] float «T» = 5f;") },
        { "SGL0111", "'T' divides the state 'v'", Body("v += (x - v) / T; return Spike(v);", "[Parameter(Learnable = true, Min = 0f, Max = 9f)] float «T» = 5f;") },
        { "SGL0111", "'T' multiplies the state 'v'", Body("v = Exp(-1f / T) * v + x; return Spike(v);", "[Parameter(Learnable = true)] float «T» = 5f;") },
        { "SGL0111", "'B' multiplies the state 'v'", Body("float u = v; if (x > 0f) u = (1f - B) * u; v = u + x; return Spike(v);", "[Parameter(Learnable = true)] float «B»;") },
        { "SGL0111", "'B' multiplies the state 'v'", Body("v = MathF.FusedMultiplyAdd(B, v, x); return Spike(v);", "[Parameter(Learnable = true)] float «B»;") },
        { "SGL0020", "'A' is a file-local type", "[Surrogate(Kind.ATan)] file partial class «A» { float Step(float x) => x; }" },
    };

    /// <summary>Identifier, and a source that is near to reporting it and reports nothing.</summary>
    public static TheoryData<string, string> NearMisses => new()
    {
        {
            "SGL0001",
            "partial class Outer { [Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x); } } class Other;"
        },
        { "SGL0002", "[Surrogate(Kind.ATan)] partial class A;" },
        {
            "SGL0002",
            "class B { protected float Step(float x) => Spike(x); } [Surrogate(Kind.ATan)] partial class A : B { int count; }"
        },
        { "SGL0003", Member("float Step(float x) => Stepped(x); static float Stepped(float x) => Spike(x);") },
        { "SGL0004", Member("internal (float s, float v) Step(float x, float y) => (Spike(x), y);") },
        { "SGL0005", "[Surrogate(Kind.ATan, Alpha = 1e-30f)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0005", "[Surrogate(Kind.Tanh, Alpha = 1.7e38f)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0006", "[Surrogate((Kind)1)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0007", Member("double unmarked; [State] float v; float Step(float x) { v += x; return Spike(v); }") },
        {
            "SGL0008",
            "class Base { [State] protected float v; private double other; } [Surrogate(Kind.ATan)] partial class A : Base "
            + "{ float Step(float x) { v += x; return Spike(v); } }"
        },
        {
            "SGL0009",
            "class Base<T> { [State] protected float v; } [Surrogate(Kind.ATan)] partial class A : Base<int> "
            + "{ float Step(float x) { v += x; return Spike(v); } }"
        },
        { "SGL0010", Body("{ ; } for (int i = 0; i < 3; i++) { if (x > 1f) v += x; } return Spike(v);") },
        { "SGL0011", Body("v = -(+v) + x; bool b = !(v > 1f) && x > 0f || v == x; return b ? v : Spike(v);") },
        { "SGL0012", Body("const int n = 2; v = v * n + 1; v += x; return Spike(v * (float)0.5);") },
        { "SGL0013", Body("v += Tanh(x) + Twice(x); return Spike(v);", "static float Twice(float y) => 2f * y;") },
        { "SGL0014", Member("const float C = 1f; static readonly float R = 2f; float Step(float x) => Spike(x - C * R);") },
        { "SGL0015", Member("[Parameter] float p; float Step(float x) { float q = p; q += x; return Spike(q); }") },
        { "SGL0016", Body("if (x > 1f) { v += x; } else { v = x; } return Spike(v);") },
        { "SGL0017", Member("[Parameter] float p; [State] float v; float Step(float x) { v += x; return Spike(v - p); }") },
        { "SGL0018", Member("float Step(float x) => Spike(x); void ForwardAll() { }") },
        { "SGL0020", "[Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x); } file class B;" },
        { "SGL0021", Member("float Step(float x) => F(F(x)) + G(x); static float F(float x) => Spike(x); static float G(float x) => F(x);") },
        { "SGL0022", Body("int n = 2; for (int i = 3 * n; i > 0; i -= n) v += x; return Spike(v);") },
        { "SGL0023", Body("for (int i = 0; i < 256; i++) v += x; return Spike(v);") },
        {
            "SGL0024",
            "[Surrogate(typeof(B))] partial class A { float Step(float x) => Spike(x); } "
            + "class B { public static float Derivative(float x) => 1f; }"
        },
        {
            "SGL0025",
            "[Surrogate(Kind.FastSigmoid, AlphaParameter = nameof(P))] partial class A "
            + "{ [Parameter] float P = 1f; float Step(float x) => Spike(x); }"
        },
        {
            "SGL0026",
            Member("[Parameter(Learnable = true, Min = 1, Bound = Bound.Logistic, Max = 2)] float P; float Step(float x) => Spike(x * P);")
        },
        { "SGL0027", Member("static readonly float Q = 1f; static readonly float R; float Step(float x) => Spike(x * Q);") },
        { "SGL0028", Member("const Kind C = Kind.ATan; float Step(float x) => Spike(x, C);") },
        { "SGL0029", "[Surrogate(Kind.ATan, Normalize = Normalize.Area)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0030", "[Surrogate(Kind.ATan, Tape = Tape.Recompute)] partial class A { float Step(float x) => Spike(x); }" },
        { "SGL0031", Member("float Step(float x) => Spike(F0(x)); " + Doubling(12, "F12(x * 0.5f)")) },
        { "SGL0033", Member("[Parameter(PerNeuron = false, PerChannel = true)] float P = 1f; float Step(float x) => Spike(x * P);") },
        { "SGL0032", Member("[field: NonSerialized] float P { get; set; } [Parameter] float q = 1f; float Q => q; float Step(float x) => Spike(x * q);") },
        { "SGL0101", Body("if (x > 1f) v = x; return Spike(v);") },
        { "SGL0102", Body("float last = w; w = v; v = x; return Spike(last);", "[State] float w;") },
        { "SGL0103", Body("float a = v; if (x > 1f) { float b = 2f * x; a = b; } v = x; return Spike(a + v);") },
        { "SGL0104", "[Surrogate(Kind.None)] partial class A { float Step(float x) => x; }" },
        { "SGL0105", "[Surrogate(Kind.None)] partial class A { float Step(float x) => Spike(Detach(x)); }" },
        { "SGL0106", Body("v += x; return Spike(v) * P;", "[Parameter(Learnable = true)] float P;") },
        { "SGL0107", Body("v += Spike(x); float s = v > 1f ? x : 0f; return s + v;") },
        { "SGL0108", Body("v += Exp(MathF.Min(x, 88f)) + Exp(-x * x); return Spike(v);") },
        { "SGL0108", Body("v += x < 9f ? Exp(2f * x + 1f) : 0f; return Spike(v);") },
        { "SGL0108", Body("float e = Exp(x); if (!(x >= 9f) && x > 0f) v += e; else v += x; return Spike(v);") },
        { "SGL0108", Body("v += MathF.Min(Exp(x), 3f); return Spike(v);") },
        { "SGL0109", Body("v += x + MathF.Abs(x); return Spike(v);") },
        { "SGL0110", Body("v += Exp(-x * x) + MathF.Sqrt(MathF.Abs(x)); return Spike(v);") },
        { "SGL0111", Body("v = B * v + x; return Spike(v);", "[Parameter(Learnable = true, Min = 0f, Max = 1f)] float B;") },
        { "SGL0111", Body("v = B * v + x; return Spike(v);", "[Parameter(Learnable = true, Bound = Bound.Logistic)] float B;") },
        { "SGL0111", Body("v = B * v + x; return Spike(v);", "[Parameter] float B;") },
        { "SGL0111", Body("v = Sigmoid(B) * v + B * x; return Spike(v);", "[Parameter(Learnable = true)] float B;") },
        { "SGL0111", Body("v += (x - v) / T; return Spike(v);", "[Parameter(Learnable = true, Min = 1f)] float T = 5f;") },
        { "SGL0111", Body("v = Exp(-1f / T) * v + x; return Spike(v);", "[Parameter(Learnable = true, Min = 1f)] float T = 5f;") },
        { "SGL0111", Body("v = 0.9f * v + x - B * Spike(v - 1f); return Spike(v - B);", "[Parameter(Learnable = true)] float B;") },
        { "SGL0111", Body("v = MathF.Min(MathF.Max(B * v + x, -2f), 2f); return Spike(v);", "[Parameter(Learnable = true)] float B;") },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_error_stands_at_the_culprit(string id, string message, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var marked = Marked.Parse(source);
        CSharpCompilation compilation = InMemory.Parse(marked.Text);
        Diagnostic[] diagnostics = await InMemory.Analyze(compilation);
        Assert.Equal(
            marked.Spans.Select(span => (id, marked.Text.Substring(span.Start, span.Length), span.Start)),
            diagnostics.Select(d => (
                d.Id, marked.Text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length), d.Location.SourceSpan.Start)));
        Assert.All(diagnostics, d => Assert.Contains(message, d.GetMessage(null), StringComparison.Ordinal));
        bool isError = diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(isError, InMemory.Generate(compilation).Count == 0);
    }

    [Theory]
    [MemberData(nameof(NearMisses))]
    public async Task What_is_only_near_is_not_reported(string id, string source)
    {
        CSharpCompilation compilation = InMemory.Parse(source);
        Diagnostic[] diagnostics = await InMemory.Analyze(compilation);
        Assert.True(diagnostics.Length == 0, $"{id}: {string.Join("\n", diagnostics.Select(d => d.ToString()))}");
        InMemory.Load(compilation, BuildProperties.SimdOnly);
    }

    [Fact]
    public void Every_diagnostic_has_a_case_and_a_near_miss()
    {
        string[] ids = [.. new NeuronAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id)];
        Assert.Equal(ids, Cases.Select(row => row.Data.Item1).Concat(CoveredElsewhere).Distinct().Order());
        Assert.Equal(ids, NearMisses.Select(row => row.Data.Item1).Concat(CoveredElsewhere).Distinct().Order());
    }

    [Fact]
    public async Task A_pragma_silences_an_error()
    {
        const string Source = """
            #pragma warning disable SGL0002
            [Surrogate(Kind.ATan)] partial class A { int count; }
            """;
        Assert.Empty(await InMemory.Analyze(Source));
    }

    [Theory]
    [InlineData("float Step(float x) => y;")]
    [InlineData("float Step(float x) { v = ")]
    [InlineData("float Step(float x) { return Spike(x, ; }")]
    [InlineData("float Step(Unknown x) => 1f;")]
    [InlineData("(float, float) Step(float x) => (x, Spike(x), x);")]
    [InlineData("float Step(float x) => (x, Spike(x));")]
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
        foreach (string file in new[] { "Basic", "Rich", "Language" })
        {
            Assert.DoesNotContain(
                await InMemory.Analyze(Sources.Model(file)),
                diagnostic => diagnostic.Severity > DiagnosticSeverity.Info);
        }
    }

    /// <summary>Helpers that each call the next twice, the last of them by the given text.</summary>
    private static string Doubling(int depth, string last) => string.Concat(Enumerable.Range(0, depth).Select(i =>
            $"static float F{i}(float x) => F{i + 1}(x) + {(i == depth - 1 ? last : $"F{i + 1}(x * 0.5f)")}; "))
        + $"static float F{depth}(float x) => x * 0.9f;";

    private static string Nested(int depth) => string.Concat(Enumerable.Range(0, depth).Select(i =>
            $"static float F{i}(float x) => {(i == 63 ? "«F64(x)»" : $"F{i + 1}(x)")}; "))
        + $"static float F{depth}(float x) => x;";

    private static string Member(string members) => $"[Surrogate(Kind.ATan)] partial class A {{ {members} }}";

    private static string Body(string statements, string members = "") =>
        Member($"[State] float v; float Step(float x) {{ {statements} }} {members}");
}
