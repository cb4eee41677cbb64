using System.Reflection;
using Microsoft.CodeAnalysis;
using Sgl.Generators;
using Sgl.Generators.Ir;
using Sgl.Generators.Parsing;
using Sgl.Generators.Passes;

namespace Sgl.Tests.Harness;

/// <summary>A model in all its forms: the type with its kernels, and the compiler's view of the same text.</summary>
internal sealed class TestModel
{
    private static readonly Dictionary<string, TestModel> Known = [];

    private TestModel(Type type, NeuronModel model)
    {
        Type = type;
        Model = model;
        Compiled = Lowering.Compile(model);
        Kernels = (IKernels)Activator.CreateInstance(typeof(Kernels<>).MakeGenericType(type))!;
    }

    public Type Type { get; }

    public NeuronModel Model { get; }

    public CompiledModel Compiled { get; }

    public IKernels Kernels { get; }

    public override string ToString() => Model.Name;

    /// <summary>A model of the test project itself: its kernels are those of this build.</summary>
    public static TestModel Of(string file, string name)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(name, out TestModel? model))
            {
                Type type = Assembly.GetExecutingAssembly().GetType($"Sgl.Tests.Models.{name}", throwOnError: true)!;
                Known.Add(name, model = new TestModel(type, Read(InMemory.Parse(Sources.Model(file)), type.FullName!)));
            }

            return model;
        }
    }

    /// <summary>A model of another project, compiled there, with its source text.</summary>
    public static TestModel FromProject(Type type, string source) =>
        new(type, Read(InMemory.Parse(source), type.FullName!));

    /// <summary>Models that exist as text only: compiled and loaded in memory.</summary>
    public static TestModel[] FromText(string source, params string[] names)
    {
        Assembly assembly = InMemory.Load(source);
        Compilation compilation = InMemory.Parse(source);
        return [.. names.Select(name => new TestModel(
            assembly.GetType(name, throwOnError: true)!, Read(compilation, name)))];
    }

    private static NeuronModel Read(Compilation compilation, string name)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(name)!;
        AttributeData attribute =
            type.GetAttributes().Single(data => data.AttributeClass!.Name == nameof(SurrogateAttribute));
        ParseResult parsed = NeuronCompiler.Parse(type, attribute, compilation, CancellationToken.None);
        return parsed.Model ?? throw new InvalidOperationException(string.Join("\n", parsed.Diagnostics));
    }
}
