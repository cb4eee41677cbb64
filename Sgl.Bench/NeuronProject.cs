using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sgl.Bench;

/// <summary>
/// A project in memory: a number of neurons, each the text of <see cref="Lif"/> under a name of its own in a file of
/// its own, and one file without a neuron.
/// </summary>
internal sealed class NeuronProject
{
    private const string Elsewhere = "internal static class Elsewhere { internal static int Answer() => 42; }";

    private static readonly string Neuron = ReadNeuron();

    // All that this process was built with, but for itself, the generator, which is no part of a user's project, and TorchSharp, for which it would write more.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Sgl.Bench.dll" or "Sgl.Generators.dll" or "TorchSharp.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    public NeuronProject(int neurons) => _compilation = CSharpCompilation.Create(
        nameof(NeuronProject),
        Enumerable.Range(0, neurons)
            .Select(i => Parse(Neuron.Replace("class Lif", $"class Lif{i}", StringComparison.Ordinal)))
            .Append(Parse(Elsewhere)),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The project with no symbol bound yet, as a compiler finds it.</summary>
    public CSharpCompilation Unbound() => _compilation.Clone();

    /// <summary>The project after an edit of the file without a neuron.</summary>
    public CSharpCompilation WithEditElsewhere() => WithEdit(_compilation.SyntaxTrees[^1], "42", "43");

    /// <summary>The project after an edit of what the first neuron computes.</summary>
    public CSharpCompilation WithEditOfOneStep() =>
        WithEdit(_compilation.SyntaxTrees[0], "Beta * v + input", "Beta * v - input");

    private CSharpCompilation WithEdit(SyntaxTree tree, string old, string replacement) =>
        _compilation.ReplaceSyntaxTree(
            tree, Parse(tree.ToString().Replace(old, replacement, StringComparison.Ordinal)));

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text);

    private static string ReadNeuron()
    {
        using Stream resource = typeof(NeuronProject).Assembly.GetManifestResourceStream("Lif.cs")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
