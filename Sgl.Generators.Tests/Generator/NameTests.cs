using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Whatever models, members and what is around them are called, each model has kernels that compile.</summary>
[Slow(30)]
public class NameTests
{
    private const string Members = """
        [Parameter(Learnable = true, Max = 1f)] protected float beta = 0.9f;
        [State] protected float v;
        public float Step(float input) { v = beta * v + input; return Spike(v - 1f); }
        """;

    // All contextual keywords, what may become one, and what names something else elsewhere; but not those that a program
    // itself loses for what they mean to C# where a type is called so: nameof, nint and nuint.
    private static readonly string[] Words =
    [
        "add", "alias", "allows", "and", "args", "ascending", "assembly", "async", "await", "by", "descending", "dynamic",
        "equals", "extension", "field", "file", "from", "get", "global", "group", "init", "into", "join", "let", "lif", "managed",
        "method", "module", "not", "notnull", "on", "or", "orderby", "param", "partial", "property",
        "record", "remove", "required", "scoped", "select", "set", "type", "typevar", "union", "unmanaged", "value", "var", "when",
        "where", "with", "yield", "class", "event", "float", "in", "string",
    ];

    public static TheoryData<string, int> Containers => new()
    {
        { Twice("namespace Models { # } namespace models { # }"), 2 },
        { Twice("namespace N.Models { # } namespace N.MODELS { # }"), 2 },
        { Twice("namespace Models.Deep { # } namespace models.Deep { # }"), 2 },
        { Twice("partial class Outer { # } partial class outer { # }"), 2 },
        { Twice("namespace outer { # } partial class Outer { # }"), 2 },
        { Twice("namespace N { partial class A { partial class b { # } partial class B { # } } }"), 2 },
        { Model("Lif") + Model("LIF") + Model("lif"), 3 },
        { Model("ǆ") + Model("ǅ") + Model("Ǆ"), 3 }, // small, with a capital and in capitals
        { Model("σ") + Model("ς") + Model("Σ"), 3 },
        { Model("न्यूरॉन") + Model("Ⅳ") + Model("a‿b") + Model("Ne\u0301"), 4 },
        { Model("_") + Model("__"), 2 },
        { Model("A", Model("Gpu") + Model("gpu") + Model("Info") + Model("Device") + Model("Kernels")), 6 },
        { "namespace A { " + Model("Plain") + " } namespace a { partial class Gpu { " + Model("A") + " } } namespace A { partial class GPU { " + Model("A") + " } }", 3 },
        { "namespace Sgl { " + Model("TensorMemory") + Model("NeuronModule") + Model("EmbeddedAttribute") + " } namespace Sgl.TorchSharp { " + Model("TensorNeurons") + " }", 4 },
        { "namespace Sgl.Generated { " + Model("AKernels") + " } " + Model("A") + "namespace A_ { " + Model("A") + " } " + Model("A__A"), 4 },
        { "public partial interface IOuter { partial class Inner { " + Model("A") + " } }", 1 },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task Models_have_files_of_their_own(string source, int models)
    {
        (Dictionary<string, string> files, _) = await Compile(source);
        string[] hints = [.. files.Keys.Where(name => !name.StartsWith("Sgl.TorchSharp-", StringComparison.Ordinal))];
        Assert.Equal(5 * models, hints.Length); // SIMD, Scalar, Unfused, Gpu, Module
        Assert.Equal(files.Count, files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void An_ordinary_model_has_its_own_name_for_a_file() => Assert.Contains(
        "N.Outer.Lif.g.cs", InMemory.Generate("namespace N { partial class Outer { " + Model("Lif") + " } partial class Other { " + Model("Lif") + " } }").Keys);

    [Fact]
    public Task A_word_may_name_a_model() => Compile(string.Concat(Words.Select(word => Model("@" + word))));

    [Fact]
    public Task A_word_may_name_what_is_around_a_model() => Compile(string.Concat(Words.Select(word =>
        $"namespace N1.@{word} {{ {Model("A")} }} partial class @{word} {{ {Model("B")} }} partial record struct @{word}2 {{ partial record @{word} {{ {Model("@" + word + "3")} }} }}")));

    [Theory]
    [InlineData("@")]
    [InlineData("_")]
    public async Task A_word_may_name_a_member(string prefix)
    {
        string Named(string word) => prefix + word;
        await Compile(string.Concat(Words.Select((word, i) => $$"""
            [Surrogate(Kind.ATan)] public partial class A{{i}}
            {
                [Parameter(Learnable = true)] public float {{Named(word)}} = 0.9f;
                [State] private float v;
                public float Step(float input) { v = {{Named(word)}} * v + input; return Spike(v - 1f); }
            }
            [Surrogate(Kind.ATan)] public partial class B{{i}}
            {
                [Parameter(Learnable = true, PerNeuron = true)] public float beta = 0.9f;
                [State] private float {{Named(word)}};
                public (float {{Named(word)}}, float out2) Step(float input)
                {
                    this.{{Named(word)}} = beta * this.{{Named(word)}} + input;
                    return (Spike(this.{{Named(word)}} - 1f), input);
                }
            }
            [Surrogate(Kind.ATan)] public partial class C{{i}}
            {
                [State] private float v;
                public float Step(float {{Named(word)}}) { v = 0.5f * v + Exp(-{{Named(word)}} * {{Named(word)}}); return Spike(v - 1f); }
            }
            [Surrogate(Kind.ATan)] public partial class D{{i}}
            {
                [State] private float v;
                public float Step(float input)
                {
                    v = 0.5f * v + Exp(-input * input); float {{Named(word)}} = Spike(v - 1f); v -= {{Named(word)}} * v; return {{Named(word)}};
                }
            }

            """)));
    }

    [Theory]
    [InlineData("न्यूरॉन", "Ⅳ", "ne\u0301", "σ")]
    [InlineData("_", "__", "___", "_1")]
    [InlineData("Ǆ", "ǅ", "ǆ", "a‿b")]
    [InlineData("Vector", "MathF", "Lanes", "Sgl")]
    [InlineData("System", "global", "Span", "T")]
    [InlineData("float1", "IStrictFloat", "Index1D", "DeviceMath")]
    [InlineData("Beta", "beta", "_beta", "BETA")]
    [InlineData("nameof", "nint", "nuint", "var")]
    [InlineData("dynamic", "nameof", "nint", "nuint")]
    [InlineData("nuint", "_", "nameof", "nint")]
    [InlineData("tile", "tape", "scratch", "neuron")]
    [InlineData("Module", "Scalar", "values", "kernel")]
    public async Task Names_of_any_kind_may_name_members(string parameter, string state, string input, string local)
    {
        // The module and its like are names of members that Sgl adds where a project asks for them.
        string[] names = [.. new[] { parameter, state, input, local }.Select(name => name is "Module" or "Scalar" ? name.ToLowerInvariant() : name)];
        await Compile($$"""
            [Surrogate(Kind.ATan)] public partial class A
            {
                [Parameter(Learnable = true, Max = 1f)] public float {{names[0]}} = 0.9f;
                [State] private float {{names[1]}};
                public float Step(float {{names[2]}})
                {
                    {{names[1]}} = {{names[0]}} * {{names[1]}} + {{names[2]}};
                    float {{names[3]}} = Spike({{names[1]}} - 1f) + Exp(-{{names[2]}} * {{names[2]}});
                    {{names[1]}} -= {{names[3]}};
                    return {{names[3]}};
                }
            }
            """);
    }

    [Theory]
    [InlineData("Forward")]
    [InlineData("Backward")]
    [InlineData("Scalar")]
    [InlineData("Unfused")]
    [InlineData("Module")]
    public async Task A_name_that_a_model_gets_is_refused_to_it(string name)
    {
        var properties = new BuildProperties(("SglEmitScalar", "true"), ("SglEmitUnfused", "true"));
        string[] sources =
        [
            $"[Surrogate(Kind.ATan)] partial class {name} {{ {Members} }}",
            $"[Surrogate(Kind.ATan)] partial class A {{ class {name}; {Members} }}",
            $"[Surrogate(Kind.ATan)] partial class A {{ const float {name} = 1f; {Members} }}",
        ];
        foreach (string source in sources)
        {
            Diagnostic error = Assert.Single(
                await InMemory.Analyze(InMemory.Parse(source).AddReferences(InMemory.Torch), properties), d => d.Severity == DiagnosticSeverity.Error);
            Assert.Equal("SGL0018", error.Id);
            Assert.StartsWith($"'{name}' has the name of a member", error.GetMessage(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("public void Forward() { }")]
    [InlineData("public float Forward;")]
    [InlineData("public static float Backward { get; set; }")]
    [InlineData("public class Module;")]
    [InlineData("public void Scalar() { } public int Unfused;")]
    public Task A_base_may_have_such_a_name(string member) => Compile(
        $"/// <summary>Base.</summary>\npublic class Base {{ {member} }} [Surrogate(Kind.ATan)] public partial class A : Base {{ {Members} }}");

    private static async Task<(Dictionary<string, string> Files, Compilation Whole)> Compile(string source)
    {
        CSharpCompilation compilation = StrictBuild.Of("Names", source);
        Assert.Equal([], (await InMemory.Analyze(compilation)).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        (Dictionary<string, string> files, CSharpCompilation whole) = StrictBuild.Run(compilation);
        return (files, whole);
    }

    private static string Twice(string source) => source.Replace("#", Model("Lif"), StringComparison.Ordinal);

    private static string Model(string name, string nested = "") =>
        $"[Surrogate(Kind.ATan)] public partial class {name} {{ {Members} {nested} }} ";
}
