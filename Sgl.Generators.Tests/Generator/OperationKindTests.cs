using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>
/// Every kind of operation that Roslyn knows is one that kernels compute, as <c>Step</c> does, or one that is refused by
/// name, or one that a method cannot hold. A kind that a later Roslyn adds fails here until it is put in its place.
/// </summary>
public class OperationKindTests
{
    private const string FlowGraph = "only control flow graphs have it";
    private const string Basic = "only Visual Basic has it";

    /// <summary>Bodies of Step that hold the kind, with members where they need some: supported.</summary>
    private static readonly Dictionary<OperationKind, (string Body, string Members)> Supported = new()
    {
        [OperationKind.Block] = ("{ v += x; } return v;", ""),
        [OperationKind.VariableDeclarationGroup] = ("float a = x, b = 2f; return a * b;", ""),
        [OperationKind.VariableDeclaration] = ("float a = x, b = 2f; return a * b;", ""),
        [OperationKind.VariableDeclarator] = ("float a = x, b = 2f; return a * b;", ""),
        [OperationKind.VariableInitializer] = ("var a = x; return a;", ""),
        [OperationKind.Loop] = ("for (int i = 0; i < 3; i++) v += x * i; return v;", ""),
        [OperationKind.Empty] = (";;; return x;", ""),
        [OperationKind.Return] = ("return x;", ""),
        [OperationKind.ExpressionStatement] = ("v = x; return v;", ""),
        [OperationKind.Literal] = ("return x + 1f;", ""),
        [OperationKind.Conversion] = ("for (int i = 0; i < 2; i++) v += i; return v + (float)x;", ""),
        [OperationKind.Invocation] = ("return F(x);", "float F(float a) => v += a;"),
        [OperationKind.Argument] = ("return F(b: x, a: v);", "static float F(float a, float b) => a - b;"),
        [OperationKind.LocalReference] = ("ref float a = ref v; a += x; return v;", ""),
        [OperationKind.ParameterReference] = ("x += 1f; return x;", ""),
        [OperationKind.FieldReference] = ("return v + x;", ""),
        [OperationKind.InstanceReference] = ("return this.v + x;", ""),
        [OperationKind.Unary] = ("bool b = !(x > 0f); return b ? -x : +v;", ""),
        [OperationKind.Binary] = ("return x > v && v > 0f || x < -1f ? x * v : x / 2f;", ""),
        [OperationKind.Conditional] = ("if (x > 0f) v = x; return x > 1f ? v++ : --v;", ""),
        [OperationKind.SimpleAssignment] = ("return x > 0f ? v = x : x;", ""),
        [OperationKind.CompoundAssignment] = ("return x > 0f ? v -= x : x;", ""),
        [OperationKind.Increment] = ("return v++ + ++v + x;", ""),
        [OperationKind.Decrement] = ("return v-- + --v + x;", ""),
        [OperationKind.Tuple] = ("(v, x) = (x, v); return v - x;", ""),
        [OperationKind.DeconstructionAssignment] = ("var (a, b) = (x, v); return a - b;", ""),
        [OperationKind.DeclarationExpression] = ("F(x, out float a); return a;", "static float F(float x, out float y) => y = x + 1f;"),
        [OperationKind.Discard] = ("_ = F(x); return v;", "float F(float a) => v += a;"),
        [OperationKind.DefaultValue] = ("v = default; return v + x + default(float);", ""),
        [OperationKind.TypeOf] = ("return Spike(x, typeof(Slope));", "static class Slope { public static float Derivative(float x) => 1f / (1f + x * x); }"),
        [OperationKind.SizeOf] = ("return x * sizeof(float);", ""),
        [OperationKind.MethodBody] = ("return x;", ""),
    };

    /// <summary>The diagnostic, bodies of Step that hold the kind, and members where they need some: refused.</summary>
    private static readonly Dictionary<OperationKind, (string Id, string Body, string Members)> Refused = new()
    {
        [OperationKind.None] = ("SGL0010", "unsafe { fixed (float* p = &v) { *p = x; } } return v;", ""),
        [OperationKind.Switch] = ("SGL0010", "switch (x) { case > 0f: v = x; break; default: break; } return v;", ""),
        [OperationKind.SwitchCase] = ("SGL0010", "switch (x) { case 1f: v = x; break; } return v;", ""),
        [OperationKind.CaseClause] = ("SGL0010", "switch (x) { case 1f: v = x; break; } return v;", ""),
        [OperationKind.Labeled] = ("SGL0010", "again: v += x; if (v < 1f) goto again; return v;", ""),
        [OperationKind.Branch] = ("SGL0010", "for (int i = 0; i < 3; i++) { if (v > x) continue; v += x; } return v;", ""),
        [OperationKind.YieldBreak] = ("SGL0012", "F(x); return v;", "System.Collections.Generic.IEnumerable<float> F(float a) { v = a; yield break; }"),
        [OperationKind.YieldReturn] = ("SGL0012", "F(x); return v;", "System.Collections.Generic.IEnumerable<float> F(float a) { v = a; yield return a; }"),
        [OperationKind.Lock] = ("SGL0010", "lock (this) v += x; return v;", ""),
        [OperationKind.Try] = ("SGL0010", "try { v += x; } finally { v = 0f; } return v;", ""),
        [OperationKind.CatchClause] = ("SGL0010", "try { v += x; } catch (System.Exception) { v = 0f; } return v;", ""),
        [OperationKind.Using] = ("SGL0010", "using ((System.IDisposable)null!) v += x; return v;", ""),
        [OperationKind.UsingDeclaration] = ("SGL0010", "using System.IDisposable d = null!; return v + x;", ""),
        [OperationKind.LocalFunction] = ("SGL0010", "return v; float F() => v++;", ""),
        [OperationKind.Throw] = ("SGL0010", "if (x > 0f) throw null!; return v;", ""),
        [OperationKind.ArrayElementReference] = ("SGL0011", "return a[0] + x;", "float[] a = null!;"),
        [OperationKind.MethodReference] = ("SGL0011", "System.Func<float, float> f = F; return v;", "static float F(float a) => a;"),
        [OperationKind.PropertyReference] = ("SGL0014", "return Q + x;", "float Q => 1f;"),
        [OperationKind.EventReference] = ("SGL0011", "E += null; return v;", "event System.Action? E;"),
        [OperationKind.EventAssignment] = ("SGL0011", "E += null; return v;", "event System.Action? E;"),
        [OperationKind.Coalesce] = ("SGL0011", "return n ?? v;", "float? n;"),
        [OperationKind.CoalesceAssignment] = ("SGL0011", "n ??= v; return v;", "float? n;"),
        [OperationKind.AnonymousFunction] = ("SGL0011", "System.Func<float> f = () => v++; return v;", ""),
        [OperationKind.DelegateCreation] = ("SGL0011", "System.Func<float> f = () => v++; return v;", ""),
        [OperationKind.ObjectCreation] = ("SGL0011", "var a = new A(); return v;", ""),
        [OperationKind.TypeParameterObjectCreation] = ("SGL0013", "return F<float>() + v;", "static T F<T>() where T : new() => new T();"),
        [OperationKind.ArrayCreation] = ("SGL0011", "float[] a = new float[2]; return v;", ""),
        [OperationKind.ArrayInitializer] = ("SGL0011", "float[] a = { v++, x }; return v;", ""),
        [OperationKind.IsType] = ("SGL0011", "return (object)this is A ? v : x;", ""),
        [OperationKind.Await] = ("SGL0013", "F(); return v;", "async System.Threading.Tasks.Task<float> F() { await System.Threading.Tasks.Task.Yield(); return v++; }"),
        [OperationKind.ConditionalAccess] = ("SGL0011", "float? a = o?.v; return v;", "A? o;"),
        [OperationKind.ConditionalAccessInstance] = ("SGL0011", "float? a = o?.v; return v;", "A? o;"),
        [OperationKind.InterpolatedString] = ("SGL0011", "string s = $\"{v++}\"; return v;", ""),
        [OperationKind.InterpolatedStringText] = ("SGL0011", "string s = $\"v = {v++}\"; return v;", ""),
        [OperationKind.Interpolation] = ("SGL0011", "string s = $\"{v++}\"; return v;", ""),
        [OperationKind.AnonymousObjectCreation] = ("SGL0011", "var o = new { V = v++ }; return v;", ""),
        [OperationKind.ObjectOrCollectionInitializer] = ("SGL0011", "var o = new A { v = v++ }; return v;", ""),
        [OperationKind.MemberInitializer] = ("SGL0011", "var o = new A { O = { v = v++ } }; return v;", "A O => this;"),
        [OperationKind.NameOf] = ("SGL0012", "string s = nameof(v); return v;", ""),
        [OperationKind.DynamicObjectCreation] = ("SGL0011", "var a = new System.Uri((dynamic)o); return v;", "object o = null!;"),
        [OperationKind.DynamicMemberReference] = ("SGL0011", "var a = d.Name; return v;", "dynamic d = null!;"),
        [OperationKind.DynamicInvocation] = ("SGL0011", "d.Run(v++); return v;", "dynamic d = null!;"),
        [OperationKind.DynamicIndexerAccess] = ("SGL0011", "var a = d[v++]; return v;", "dynamic d = null!;"),
        [OperationKind.TranslatedQuery] = ("SGL0011", "var q = from i in a select i + v; return v;", "float[] a = null!;"),
        [OperationKind.AddressOf] = ("SGL0011", "unsafe { float* p = &x; *p = 2f; } return x + v;", ""),
        [OperationKind.IsPattern] = ("SGL0011", "return x is > 0f ? v : x;", ""),
        [OperationKind.ConstantPattern] = ("SGL0011", "return x is 0f ? v : x;", ""),
        [OperationKind.DeclarationPattern] = ("SGL0011", "return x is var a ? a : v;", ""),
        [OperationKind.RecursivePattern] = ("SGL0011", "return this is { v: 0f } ? v : x;", ""),
        [OperationKind.PropertySubpattern] = ("SGL0011", "return this is { v: 0f } ? v : x;", ""),
        [OperationKind.DiscardPattern] = ("SGL0011", "return x switch { 0f => v++, _ => v-- };", ""),
        [OperationKind.SwitchExpression] = ("SGL0011", "return x switch { > 0f => v++, _ => v-- };", ""),
        [OperationKind.SwitchExpressionArm] = ("SGL0011", "return x switch { > 0f => v++, _ => v-- };", ""),
        [OperationKind.NegatedPattern] = ("SGL0011", "return x is not 0f ? v : x;", ""),
        [OperationKind.BinaryPattern] = ("SGL0011", "return x is > 0f and < 1f ? v : x;", ""),
        [OperationKind.TypePattern] = ("SGL0011", "return (object)x is (float or int) ? v : x;", ""),
        [OperationKind.RelationalPattern] = ("SGL0011", "return x is >= 0f ? v : x;", ""),
        [OperationKind.ListPattern] = ("SGL0011", "return a is [0f, > 1f] ? v : x;", "float[] a = null!;"),
        [OperationKind.SlicePattern] = ("SGL0011", "return a is [0f, ..] ? v : x;", "float[] a = null!;"),
        [OperationKind.TupleBinary] = ("SGL0011", "return (x, v) == (v, x) ? v : x;", ""),
        [OperationKind.Range] = ("SGL0011", "var r = 1..2; return v;", ""),
        [OperationKind.With] = ("SGL0011", "var r = new R(v) with { Q = v++ }; return v;", "record R(float Q);"),
        [OperationKind.InterpolatedStringHandlerCreation] = ("SGL0011", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler h = $\"a{v++}\"; return v;", ""),
        [OperationKind.InterpolatedStringAppendLiteral] = ("SGL0011", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler h = $\"a{v++}\"; return v;", ""),
        [OperationKind.InterpolatedStringAppendFormatted] = ("SGL0011", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler h = $\"a{v++}\"; return v;", ""),
        [OperationKind.InterpolatedStringAddition] = ("SGL0011", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler h = $\"a{v++}\" + $\"b{x}\"; return v;", ""),
        [OperationKind.InterpolatedStringHandlerArgumentPlaceholder] = ("SGL0013", "b.Append($\"a{v++}\"); return v;", "System.Text.StringBuilder b = null!;"),
        [OperationKind.FunctionPointerInvocation] = ("SGL0011", "return P(v++);", "static unsafe delegate*<float, float> P;"),
        [OperationKind.ImplicitIndexerReference] = ("SGL0011", "char c = s[^1]; return v;", "string s = null!;"),
        [OperationKind.Utf8String] = ("SGL0011", "System.ReadOnlySpan<byte> s = \"a\"u8; return v;", ""),
        [OperationKind.InlineArrayAccess] = ("SGL0011", "return two[1] + v;", "Two two; [System.Runtime.CompilerServices.InlineArray(2)] struct Two { float first; }"),
        [OperationKind.CollectionExpression] = ("SGL0012", "float[] a = [v++]; return v;", ""),
        [OperationKind.Spread] = ("SGL0012", "float[] b = [.. a]; return v;", "float[] a = null!;"),
    };

    /// <summary>What the body of a method that C# accepts cannot hold, and why.</summary>
    private static readonly Dictionary<OperationKind, string> Impossible = new()
    {
        [OperationKind.Invalid] = "C# has an error there",
        [OperationKind.InterpolatedStringAppendInvalid] = "C# has an error there",
        [OperationKind.Stop] = Basic,
        [OperationKind.End] = Basic,
        [OperationKind.RaiseEvent] = Basic,
        [OperationKind.Parenthesized] = Basic,
        [OperationKind.OmittedArgument] = Basic,
        [OperationKind.ReDim] = Basic,
        [OperationKind.ReDimClause] = Basic,
        [OperationKind.FlowCapture] = FlowGraph,
        [OperationKind.FlowCaptureReference] = FlowGraph,
        [OperationKind.IsNull] = FlowGraph,
        [OperationKind.CaughtException] = FlowGraph,
        [OperationKind.StaticLocalInitializationSemaphore] = FlowGraph,
        [OperationKind.FlowAnonymousFunction] = FlowGraph,
        [OperationKind.FieldInitializer] = "it is outside of methods",
        [OperationKind.PropertyInitializer] = "it is outside of methods",
        [OperationKind.ParameterInitializer] = "it is outside of bodies",
        [OperationKind.Attribute] = "it is outside of bodies",
        [OperationKind.ConstructorBody] = "Step and helpers are no constructors",
        [Enum.Parse<OperationKind>("CollectionElementInitializer")] = "Roslyn has invocations instead, and its name is an error",
    };

    public static TheoryData<OperationKind> SupportedKinds => [.. Supported.Keys];

    public static TheoryData<OperationKind> RefusedKinds => [.. Refused.Keys];

    [Fact]
    public void Every_kind_has_its_place() => Assert.Equal(
        Enum.GetValues<OperationKind>().Distinct().Order(),
        Supported.Keys.Concat(Refused.Keys).Concat(Impossible.Keys).Order());

    [Theory]
    [MemberData(nameof(SupportedKinds))]
    public void A_supported_kind_is_computed_as_Step_does(OperationKind kind)
    {
        string source = Source(Supported[kind].Body, Supported[kind].Members);
        Assert.Contains(kind, KindsIn(InMemory.Parse(source)));
        TestModel model = Assert.Single(TestModel.FromText(source, "A"));
        EngineTests.CompareForward(model, Trial.Random(model, 6, 21, 1, extremes: true));
    }

    [Theory]
    [MemberData(nameof(RefusedKinds))]
    public async Task A_refused_kind_is_refused_by_name(OperationKind kind)
    {
        (string id, string body, string members) = Refused[kind];
        CSharpCompilation compilation = InMemory.Parse(LanguageVersion.Preview, Source(body, members));
        compilation = compilation.WithOptions(compilation.Options.WithAllowUnsafe(true));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Contains(kind, KindsIn(compilation));
        Diagnostic[] diagnostics = await InMemory.Analyze(compilation);
        Assert.Contains(id, diagnostics.Select(d => d.Id));
        Assert.DoesNotContain("SGL9999", diagnostics.Select(d => d.Id));
        Assert.All(diagnostics, d => Assert.True(d.Location.IsInSource));
    }

    private static string Source(string body, string members) =>
        $"using System.Linq;\n[Surrogate(Kind.ATan)] partial class A {{ [State] float v; {(body.Contains("P(", StringComparison.Ordinal) ? "unsafe " : "")}float Step(float x) {{ {body} }} {members} }}";

    /// <summary>The kinds in all bodies of methods.</summary>
    private static HashSet<OperationKind> KindsIn(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[0];
        SemanticModel semantics = compilation.GetSemanticModel(tree);
        return
        [
            .. tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
                .SelectMany(method => AllIn(semantics.GetOperation(method)!))
                .Select(operation => operation.Kind),
        ];
    }

    private static IEnumerable<IOperation> AllIn(IOperation operation) =>
        operation.ChildOperations.SelectMany(AllIn).Prepend(operation);
}
