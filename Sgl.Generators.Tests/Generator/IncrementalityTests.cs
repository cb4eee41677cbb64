using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>An edit costs only what it changes.</summary>
public class IncrementalityTests
{
    private const string Model = """
        namespace Demo;

        [Surrogate(Kind.ATan, Alpha = 2)]
        public partial class Lif
        {
            [Parameter(Learnable = true)] public float Beta = 0.9f;
            [State] private float v;

            public float Step(float input)
            {
                v = Beta * v + input;
                float spike = Spike(v - 1f);
                v -= spike;
                return spike;
            }
        }
        """;

    public static TheoryData<string, string, bool> Edits => new()
    {
        // What is replaced, by what, and whether the generated file changes.
        { "namespace Demo;", "// A comment.\n\n\nnamespace Demo;", false },
        { "namespace Demo;", "namespace Demo; class Unrelated { int x = 1; }", false },
        { "v = Beta * v + input;", "v =   Beta * v\n    + input;", false },
        { "private float v;", "private float v;  public int Unrelated() => 3;", false },
        { "v - 1f", "v - 2f", true },
        { "Alpha = 2", "Alpha = 3", true },
        { "Kind.ATan", "Kind.Sigmoid", true },
        { "Learnable = true", "Learnable = false", true },
        { "v -= spike", "v -= Detach(spike)", true },
        { "Beta * v", "v * Beta", true },
        { "class Lif", "class Lif2", true },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_regenerates_only_what_it_changes(string old, string replacement, bool changes)
    {
        Assert.Contains(old, Model, StringComparison.Ordinal);
        CSharpCompilation before = InMemory.Parse(Model);
        GeneratorDriver driver = InMemory.Driver().RunGenerators(before);

        SyntaxTree tree = before.SyntaxTrees[0];
        CSharpCompilation after = before.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(
                Model.Replace(old, replacement, StringComparison.Ordinal), (CSharpParseOptions)tree.Options, tree.FilePath));
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();

        IncrementalStepRunReason expected =
            changes ? IncrementalStepRunReason.Modified : IncrementalStepRunReason.Cached;
        Assert.Equal(expected, Reason(result, NeuronGenerator.ModelStep));
        Assert.Equal(expected, Reason(result, NeuronGenerator.FileStep));
    }

    [Fact]
    public void The_same_compilation_runs_nothing()
    {
        CSharpCompilation compilation = InMemory.Parse(Model, Sources.Model("Rich"));
        GeneratorDriver driver = InMemory.Driver().RunGenerators(compilation);
        GeneratorRunResult result = driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single();
        foreach (string step in new[] { NeuronGenerator.ModelStep, NeuronGenerator.FileStep })
        {
            IncrementalStepRunReason[] reasons =
                [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
            Assert.Equal(9, reasons.Length);
            Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }
    }

    [Fact]
    public void An_edit_of_another_file_of_the_class_is_seen()
    {
        CSharpCompilation before = InMemory.Parse(
            Model, "namespace Demo; public partial class Lif { private const float Limit = 1f; }");
        GeneratorDriver driver = InMemory.Driver().RunGenerators(before);
        SyntaxTree tree = before.SyntaxTrees[0];
        CSharpCompilation using1 = before.ReplaceSyntaxTree(tree, Parse(tree, Model.Replace("v - 1f", "v - Limit")));
        driver = driver.RunGenerators(using1);
        SyntaxTree other = using1.SyntaxTrees[1];
        CSharpCompilation using2 = using1.ReplaceSyntaxTree(
            other, Parse(other, other.ToString().Replace("1f", "2f", StringComparison.Ordinal)));
        GeneratorRunResult result = driver.RunGenerators(using2).GetRunResult().Results.Single();
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(result, NeuronGenerator.ModelStep));
    }

    [Fact]
    public void No_step_keeps_an_object_of_Roslyn()
    {
        GeneratorRunResult result = InMemory.Driver().RunGenerators(InMemory.Parse(Model, Sources.Model("Rich")))
            .GetRunResult().Results.Single();
        foreach (string step in new[] { NeuronGenerator.ModelStep, NeuronGenerator.FileStep })
        {
            object[] outputs = [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(o => o.Value)];
            Assert.NotEmpty(outputs);
            foreach (object output in outputs) Walk(output, step, []);
        }
    }

    [Fact]
    public void Roslyn_stays_in_parsing()
    {
        // Namespaces behind the boundary; the entry points and the catalogue of diagnostics are in front of it.
        string[] inside = ["Ir", "Analysis", "Differentiation", "Passes", "Emission"];
        Type[] types = typeof(NeuronGenerator).Assembly.GetTypes();
        foreach (Type type in types.Where(t => inside.Any(name => t.Namespace == $"Sgl.Generators.{name}")))
        {
            IEnumerable<Type> mentioned = type.GetMembers(All).SelectMany(Mentioned).SelectMany(Parts);
            Assert.DoesNotContain(mentioned, t => t.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true
                && t.FullName != "Microsoft.CodeAnalysis.EmbeddedAttribute");
        }
    }

    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodBase method =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo info ? [info.ReturnType] : Type.EmptyTypes,
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        ],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) => type.GetGenericArguments().SelectMany(Parts).Append(type);

    private static SyntaxTree Parse(SyntaxTree like, string text) =>
        CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)like.Options, like.FilePath);

    private static IncrementalStepRunReason Reason(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].Single().Outputs.Last().Reason;

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string or Enum || value.GetType().IsPrimitive) return;
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or IOperation,
            $"{path} holds a {value.GetType()}");
        if (!value.GetType().IsValueType && !seen.Add(value)) return;
        if (value is IEnumerable items)
            foreach (object? item in items) Walk(item, path + "[]", seen);
        foreach (FieldInfo field in value.GetType().GetFields(All & ~BindingFlags.Static))
            Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
    }
}
