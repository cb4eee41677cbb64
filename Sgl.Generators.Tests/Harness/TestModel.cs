using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Generators.Ir;
using Sgl.Generators.Parsing;
using Sgl.Generators.Passes;

namespace Sgl.Tests.Harness;

/// <summary>A model in all its forms: the type with its kernels, and the compiler's view of the same text.</summary>
internal sealed class TestModel
{
    /// <summary>Stands for a file where a model is one of Sgl.Runtime, known by its full name.</summary>
    public const string Library = "Library";

    private static readonly Dictionary<(string File, string Name), TestModel> Known = [];
    private static readonly Lazy<Compilation> LibrarySource = new(() => InMemory.Parse([.. Sources.Library()]));

    private TestModel(Type type, NeuronModel model)
    {
        if (!type.GetInterfaces().Any(contract => contract.Name == "INeuron`1"))
            throw NeuronCompiler.Compile(model, new EmissionOptions(false, false, false, false, false)).Failure ?? new InvalidOperationException($"{type} has no kernels.");
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

    /// <summary>A model of the test project or of Sgl.Runtime: its kernels are those of this build.</summary>
    /// <param name="file">A file in the folder Models, or <see cref="Library"/>.</param>
    /// <param name="name">The model's name there.</param>
    public static TestModel Of(string file, string name)
    {
        lock (Known)
        {
            if (!Known.TryGetValue((file, name), out TestModel? model))
                Known.Add((file, name), model = file == Library ? OfLibrary(name) : OfTests(file, name));
            return model;
        }
    }

    /// <summary>Another library's neuron, as Sgl.Runtime has it.</summary>
    /// <param name="name">The library and the neuron, with a plus between.</param>
    public static TestModel OfPreset(string name) => Of(Library, $"Sgl.Presets.{name}");

    /// <summary>A model of another project, compiled there, with its source text.</summary>
    public static TestModel FromProject(Type type, string source) =>
        new(type, Read(InMemory.Parse(source), type.FullName!));

    /// <summary>Models that exist as text only: compiled and loaded in memory.</summary>
    public static TestModel[] FromText(string source, params string[] names) =>
        FromText(BuildProperties.SimdOnly, source, names);

    public static TestModel[] FromText(BuildProperties properties, string source, params string[] names) =>
        [.. names.Select(Loader(properties, source))];

    /// <summary>Compiles texts and loads them in memory: yields their models by full name.</summary>
    public static Func<string, TestModel> Loader(BuildProperties properties, params string[] sources)
    {
        CSharpCompilation compilation = InMemory.Parse(sources);
        Assembly assembly = InMemory.Load(compilation, properties);
        return name => new TestModel(assembly.GetType(name, throwOnError: true)!, Read(compilation, name));
    }

    private static TestModel OfTests(string file, string name)
    {
        Type type = Assembly.GetExecutingAssembly().GetType($"Sgl.Tests.Models.{name}", throwOnError: true)!;
        return FromProject(type, Sources.Model(file));
    }

    private static TestModel OfLibrary(string name)
    {
        Type type = typeof(Network).Assembly.GetType(name, throwOnError: true)!;
        return new TestModel(type, Read(LibrarySource.Value, name));
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
