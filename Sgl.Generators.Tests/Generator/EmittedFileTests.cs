using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using Sgl.Generators;
using Sgl.Generators.Emission;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>
/// Generated files are held to what this repository asks of its own: the rules of its <c>.editorconfig</c> and sound
/// documentation comments.
/// </summary>
[Slow(15)]
public class EmittedFileTests
{
    private static readonly string[] HostileModels =
    [
        """
        /// <summary>A neuron whose names are keywords, letters of other scripts, and very long.</summary>
        /// <remarks>What its author says: a &lt; b.</remarks>
        [Surrogate(Kind.ATan)]
        public partial class @event
        {
            [Parameter(Learnable = true)] public float @class = 0.5f;
            [Parameter(Learnable = true, PerNeuron = true)] public float αβγ = 0.25f;
            [Parameter] public float AParameterWhoseNameSaysAllThatThereIsToSayAboutItAndThenSomeMoreThanThat = 1f;
            [State] private float _;
            [State] private float @float;

            public (float @is, float größe) Step(float @in, float Über)
            {
                _ = @class * _ + @in * αβγ + (@in < Über && !(@float >= 1f & Über > @in) ? @float : -@float);
                float @is = Spike(_ - AParameterWhoseNameSaysAllThatThereIsToSayAboutItAndThenSomeMoreThanThat);
                @float = (1f - @is) * @float * αβγ + Über * AParameterWhoseNameSaysAllThatThereIsToSayAboutItAndThenSomeMoreThanThat * AParameterWhoseNameSaysAllThatThereIsToSayAboutItAndThenSomeMoreThanThat;
                return (@is, @float);
            }
        }
        """,
        """
        namespace @namespace.Deep
        {
            public static partial class Outer
            {
                public static partial class @static
                {
                    [Surrogate(Kind.Sigmoid, Normalize = Normalize.Peak)]
                    internal sealed partial record DeeplyNestedNeuron
                    {
                        [Parameter(Learnable = true, Min = 0.001f, Max = 0.999f, Bound = Bound.Logistic)] public float DecayOfThePotential = 0.9f;
                        [State] private float potentialOfTheNeuron;

                        public float Step(float currentThatArrivesAtTheSoma)
                        {
                            potentialOfTheNeuron = DecayOfThePotential * potentialOfTheNeuron + (1f - DecayOfThePotential) * currentThatArrivesAtTheSoma;
                            float spike = Spike(potentialOfTheNeuron - 1f);
                            if (spike > 0f) potentialOfTheNeuron = 0f;
                            return spike;
                        }
                    }
                }
            }
        }
        """,
    ];

    private static readonly int MaxLength =
        int.Parse(Regex.Match(Sources.EditorConfig(), @"max_line_length = (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static readonly Project Rules = new AdhocWorkspace().AddProject("Emitted", LanguageNames.CSharp)
        .AddAnalyzerConfigDocument(".editorconfig", SourceText.From(Sources.EditorConfig()), filePath: "/.editorconfig").Project;

    /// <summary>What all models share is written by hand, and read where it stands.</summary>
    private static readonly HashSet<string> ByHand = [.. TorchSupport.Files().Select(file => file.HintName)];

    public static TheoryData<string> Origins => ["tests", "surrogates", "library", "hostile", "random"];

    [Theory]
    [MemberData(nameof(Origins))]
    public async Task Files_follow_the_rules_of_the_repository(string origin)
    {
        CSharpCompilation source = InMemory.Parse(Models(origin)).AddReferences(InMemory.Torch);
        GeneratedSourceResult[] files =
        [
            .. InMemory.Driver(Asked(origin)).RunGenerators(source).GetRunResult().Results.Single().GeneratedSources
                .Where(file => !ByHand.Contains(file.HintName)),
        ];
        Assert.NotEmpty(files);
        foreach (GeneratedSourceResult file in files)
            Assert.Empty(await Faults(file.HintName, file.SourceText.ToString()));
    }

    [Fact]
    public async Task A_file_that_breaks_a_rule_is_found()
    {
        await Finds("class A\n{\n    int a;\n}\n");
        await Finds("class A\n{\n    int a; \n}\n", "A(3) ends in blanks");
        await Finds("class A\n{\n  int a;\n}\n", "A(3) is badly formatted");
        await Finds("class A\n{\n    int a=1;\n}\n", "A(3) is badly formatted");
        await Finds("class A\n{\n}", "A does not end in one line feed");
        await Finds($"// {new string('x', MaxLength - 2)}\n", "A(1) has 121 characters");

        static async Task Finds(string text, params string[] faults)
        {
            string[] found = await Faults("A", text);
            Assert.Equal(faults, found);
        }
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void Documentation_comments_are_well_formed(string origin)
    {
        Compilation compiled = Document(Asked(origin), Models(origin));
        Assert.Equal([], compiled.GetDiagnostics()
            .Where(d => d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)
            .Where(d => d.Severity == DiagnosticSeverity.Error || IsOfDocumentation(d.Id)).Select(d => d.ToString()));
    }

    [Fact]
    public void An_editor_shows_the_equations_of_a_model_and_of_its_kernels()
    {
        Compilation compiled = Document(BuildProperties.SimdOnly, HostileModels);
        INamedTypeSymbol model = compiled.GetTypeByMetadataName("event")!;
        XElement comment = XElement.Parse(model.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!);
        Assert.Contains("names are keywords", comment.Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Equal("What its author says: a < b.", comment.Elements("remarks").First().Value);
        string equations = string.Join(" ", comment.Elements("remarks").Last().Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("in < Über ∧ ¬(", equations, StringComparison.Ordinal);
        Assert.Contains("S′(x) = (1/π)·α/(1 + (αx)²), α = 2 (ATan)", equations, StringComparison.Ordinal);
        Assert.Contains("Σ dαβγ = ", equations, StringComparison.Ordinal);
        foreach (string kernel in new[] { "Forward", "Backward" })
        {
            string xml = model.GetMembers(kernel).Single().GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!;
            XElement inherited = XElement.Parse(xml).Element("inheritdoc")!;
            Assert.Equal(("T:event", "/remarks[last()]"), (inherited.Attribute("cref")!.Value, inherited.Attribute("path")!.Value));
            Assert.Same(comment.Elements("remarks").Last(), comment.XPathSelectElement("." + inherited.Attribute("path")!.Value));
        }
    }

    private static bool IsOfDocumentation(string id) =>
        id is "CS1570" or "CS1571" or "CS1572" or "CS1573" or "CS1574" or "CS1580" or "CS1581" or "CS1584" or "CS1587"
            or "CS1591" or "CS1658" or "CS1710" or "CS1711" or "CS1712";

    private static string[] Models(string origin) => origin switch
    {
        "tests" => [.. Sources.Models().Except(Models("surrogates"))],
        "surrogates" => [Sources.Model("Surrogates")],
        "library" => [.. Sources.Library()],
        "hostile" => HostileModels,
        _ =>
        [
            .. Enumerable.Range(0, 20).Select(seed =>
                $"namespace N{seed}\n{{\n{RandomModels.Source(RandomModels.Body.Generate(new PCG(3, (ulong)seed), null, out _))}\n}}\n"),
        ],
    };

    /// <summary>All that there is to ask for, but of many models that differ little what their users get.</summary>
    private static BuildProperties Asked(string origin) => origin is "library" or "surrogates"
        ? BuildProperties.None
        : new BuildProperties(("SglEmitScalar", "true"), ("SglEmitUnfused", "true"), ("SglDumpIr", "true"));

    private static Compilation Document(BuildProperties properties, string[] sources)
    {
        CSharpParseOptions documented = CSharpParseOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp12).WithDocumentationMode(DocumentationMode.Diagnose);
        CSharpCompilation parsed = InMemory.Parse(sources).AddReferences(InMemory.Torch);
        foreach (SyntaxTree tree in parsed.SyntaxTrees)
            parsed = parsed.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(tree.GetRoot(), documented));
        CSharpGeneratorDriver
            .Create([new NeuronGenerator().AsSourceGenerator()], optionsProvider: properties, parseOptions: documented)
            .RunGeneratorsAndUpdateCompilation(parsed, out Compilation compiled, out _);
        return compiled;
    }

    private static async Task<string[]> Faults(string name, string text)
    {
        string[] lines = text.Split('\n');
        string[] formatted = (await Format(text)).Split('\n');
        var faults = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line != line.TrimEnd()) faults.Add($"{name}({i + 1}) ends in blanks");
            else if (line.Length > MaxLength) faults.Add($"{name}({i + 1}) has {line.Length} characters");
            else if (line != formatted.ElementAtOrDefault(i)) faults.Add($"{name}({i + 1}) is badly formatted");
        }

        if (lines[^1] != "" || (lines.Length > 1 && lines[^2] == "")) faults.Add($"{name} does not end in one line feed");
        return [.. faults];
    }

    private static async Task<string> Format(string text)
    {
        Document document = Rules.AddDocument("File.cs", SourceText.From(text), filePath: "/File.cs");
        Document formatted = await Formatter.FormatAsync(document);
        return (await formatted.GetTextAsync()).ToString();
    }
}
