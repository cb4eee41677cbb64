using Microsoft.CodeAnalysis;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>
/// Sources that are deep, long or grow when they are written out: the compiler says so or compiles them, in little time
/// and on a small stack. A stack overflow would end the test, and a compiler or editor, at once.
/// </summary>
[Slow(10)]
public class DeepSourceTests
{
    private static readonly (string Name, string[] Ids, string Source)[] Sources =
    [
        ("sum of 1,000", [], Body(Sum(1_000))),
        ("sum of 10,000", ["SGL0031"], Body(Sum(10_000))),
        ("one sum of 10,000", ["SGL0031"], Block($"v = {Sum(10_000)}; return v;")),
        ("sum of equal terms", [], Body(string.Join(" + ", Enumerable.Repeat("v", 5_000)))),
        ("conditions", [], Body(string.Join(" && ", Enumerable.Range(0, 5_000).Select(i => $"v > -{i}f")) + " ? v : x")),
        ("parentheses", [], Body($"{string.Concat(Enumerable.Range(1, 100).Select(i => $"(v * {i}f + "))}x{new string(')', 100)}")),
        ("choices", [], Body(string.Concat(Enumerable.Range(0, 100).Select(i => $"x > {i}f ? v * {i}f : ")) + "x")),
        ("branches", [], Block($"{string.Concat(Enumerable.Range(0, 60).Select(i => $"if (x > {i}f) v += {i}f; else "))} v = x; return v;")),
        ("blocks", [], Block($"{new string('{', 100)} v += x; {new string('}', 100)} return v;")),
        ("detached", [], Body($"{string.Concat(Enumerable.Repeat("Detach(", 100))}x{new string(')', 100)} + v")),
        ("statements", [], Block($"{string.Concat(Enumerable.Range(1, 2_000).Select(i => $"v = v * {i}f + x; "))} return v;")),
        ("helpers in a row", ["SGL0031"], Body("F0(v)", Chain(5_000))),
        ("doubling helpers", ["SGL0031"], Body("F0(v)", Doubling(24))),
        ("doubling statements", ["SGL0031"], Body("F0(v)", string.Concat(Enumerable.Range(0, 24).Select(i =>
            $"float F{i}(float a) {{ float b = F{i + 1}(a); b += F{i + 1}(b); return b; }} ")) + "float F24(float a) => a;")),
        ("doubling with an error", ["SGL0011"], Body("F0(v)", Doubling(24, "a % 2f"))),
        ("squares", [], Body("F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(v))))))))))))))))))))))))))))))", "float F(float a) => a * a - 0.5f;")),
        ("statics in a cycle", [], "partial class A { static readonly int N = N + 1; static readonly float Q = R, R = Q; float Step(float x) { for (int i = 0; i < N; i++) x += R; return Spike(x); } }"),
        ("statics of two classes in a cycle", ["SGL0022", "SGL0027"],
            "partial class A { public static readonly int N = B.N; float Step(float x) { for (int i = 0; i < N; i++) x += 1f; return Spike(x); } } class B { public static readonly int N = A.N; }"),
        ("statics in a row", ["SGL9999"], $"partial class A {{ float Step(float x) => Spike(x * S3000); static readonly float S0 = 1f; {string.Concat(Enumerable.Range(1, 3_000).Select(i => $"static readonly float S{i} = S{i - 1} * 2f; "))} }}"),
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach ((string name, _, _) in Sources)
                foreach (int stack in new[] { 1024, 256 })
                    data.Add(name, stack);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_ends_on_a_small_stack(string name, int kilobytes)
    {
        (_, string[] ids, string text) = Sources.Single(source => source.Name == name);
        string source = $"[Surrogate(Kind.None)] {text}";
        var compilation = InMemory.Parse(source);
        Diagnostic[] diagnostics = [];
        Exception? failure = null;
        int files = 0;
        var thread = new Thread(
            () =>
            {
                try
                {
                    (diagnostics, files) = Compiled(compilation);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            kilobytes * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);

        // Where the least stack there is does not do, not even for C#'s own compiler, it is enough that it ends.
        if (kilobytes < 1024) return;
        Assert.Equal(ids, diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct().Order());
        Assert.Equal(ids.Length == 0, files > 0);
    }

    private static (Diagnostic[] Diagnostics, int Files) Compiled(Compilation compilation)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("A")!;
        AttributeData attribute = type.GetAttributes().Single(data => data.AttributeClass!.Name == nameof(SurrogateAttribute));
        var parsed = Generators.NeuronCompiler.Parse(type, attribute, compilation, CancellationToken.None);
        if (parsed.Model is not { } model) return ([.. parsed.Diagnostics], 0);
        var lints = Generators.NeuronCompiler.Lint(model, parsed.Source!);
        (var files, Exception? failure) = Generators.NeuronCompiler.Compile(model, new Generators.EmissionOptions(true, true, true, true, true));
        return failure is null
            ? ([.. lints], files.Count)
            : ([Generators.NeuronCompiler.Failure("A", failure, Location.None)], 0);
    }

    private static string Body(string value, string members = "") => Block($"return {value};", members);

    private static string Block(string statements, string members = "") =>
        $"partial class A {{ [State] float v; float Step(float x) {{ {statements} }} {members} }}";

    private static string Sum(int terms) => string.Join(" + ", Enumerable.Range(0, terms).Select(i => $"{i}f * v"));

    private static string Chain(int length) => string.Concat(Enumerable.Range(0, length).Select(i =>
        $"float F{i}(float a) => F{i + 1}(a) + 1f; ")) + $"float F{length}(float a) => a;";

    private static string Doubling(int depth, string last = "a") => string.Concat(Enumerable.Range(0, depth).Select(i =>
        $"float F{i}(float a) => F{i + 1}(a) + F{i + 1}(a * 0.5f); ")) + $"float F{depth}(float a) => {last};";
}
