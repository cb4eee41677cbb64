using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Runtime;

/// <summary>
/// Which folder of the runtime uses which. The compiler cannot hold them apart, because all are one assembly and one namespace.
/// </summary>
public class FolderTests
{
    private const string Root = "Network";

    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    // What each folder may use. The order is from the bottom up, but for the pairs that use each other.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kernels"] = [],
        ["Unfused"] = ["Kernels"],
        ["Tensors"] = ["Kernels"],
        ["Models"] = [],
        ["Neurons"] = ["Kernels", "Tensors"],
        ["Products"] = ["Kernels", "Tensors", "Neurons"],
        ["Backends"] = ["Kernels", "Unfused", "Tensors", "Neurons", "Products", "Layers", "Optimizers"],
        ["Layers"] = ["Kernels", "Tensors", "Neurons", "Products", "Backends"],
        ["Losses"] = ["Kernels", "Tensors", "Backends"],
        ["Optimizers"] = ["Tensors", "Backends"],
        ["Encoders"] = ["Kernels", "Tensors", "Backends"],
        ["Planning"] = ["Tensors", "Layers"],
        ["Observing"] = ["Tensors", "Layers", "Scheduling", Root],
        ["Scheduling"] =
            ["Kernels", "Tensors", "Backends", "Layers", "Losses", "Optimizers", "Encoders", "Planning", "Observing"],
        ["Devices"] =
        [
            "Kernels", "Tensors", "Backends", "Layers", "Losses", "Optimizers", "Encoders", "Planning", "Observing", "Scheduling",
        ],
        ["Checkpoints"] = ["Tensors", "Layers", "Optimizers", "Encoders", Root],
        [Root] =
        [
            "Kernels", "Tensors", "Layers", "Losses", "Optimizers", "Encoders", "Planning", "Observing", "Scheduling", "Devices",
        ],
    };

    [Fact]
    public void A_folder_uses_only_those_that_it_may()
    {
        SortedDictionary<(string From, string To), SortedSet<string>> uses = Find();
        IEnumerable<string> folders = Sources.Runtime().Select(file => FolderOf(file.Path)).Distinct();
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        Assert.Empty(uses.Where(use => !Allowed[use.Key.From].Contains(use.Key.To))
            .Select(use => $"{use.Key.From} uses {use.Key.To}: {string.Join(", ", use.Value)}"));
        Assert.Empty(Allowed.SelectMany(folder => folder.Value.Select(to => (folder.Key, to))).Where(use => !uses.ContainsKey(use))
            .Select(use => $"{use.Key} uses nothing of {use.to}"));
    }

    [Fact]
    public void Few_use_each_other()
    {
        string[] both = [.. Allowed.SelectMany(folder => folder.Value
            .Where(to => string.CompareOrdinal(folder.Key, to) < 0 && Allowed[to].Contains(folder.Key))
            .Select(to => $"{folder.Key} and {to}"))];
        Assert.Equal(
            ["Backends and Layers", "Backends and Optimizers", "Observing and Scheduling", "Network and Observing"],
            both.OrderBy(pair => pair.StartsWith(Root, StringComparison.Ordinal)).ThenBy(pair => pair, StringComparer.Ordinal));
    }

    // What each folder names of another one: a type, or a member of it.
    private static SortedDictionary<(string From, string To), SortedSet<string>> Find()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        SyntaxTree[] trees = [.. Sources.Runtime().Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))];
        var compilation = CSharpCompilation.Create(
            "Runtime",
            [.. trees, CSharpSyntaxTree.ParseText(Usings, options)],
            InMemory.References.Where(reference => Path.GetFileName(reference.Display) != "Sgl.Runtime.dll"),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var uses = new SortedDictionary<(string From, string To), SortedSet<string>>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            string from = FolderOf(tree.FilePath);
            foreach (SimpleNameSyntax name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is not { } symbol) continue;
                INamedTypeSymbol? type = symbol as INamedTypeSymbol
                    ?? (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol ? symbol.ContainingType : null);
                while (type?.ContainingType is { } outer) type = outer;
                string[] folders = [.. type?.OriginalDefinition.DeclaringSyntaxReferences.Select(declaration => FolderOf(declaration.SyntaxTree.FilePath)) ?? []];
                if (folders.Length == 0 || folders.Contains(from)) continue;
                if (!uses.TryGetValue((from, folders[0]), out SortedSet<string>? names))
                    uses.Add((from, folders[0]), names = new SortedSet<string>(StringComparer.Ordinal));
                names.Add($"{Path.GetFileNameWithoutExtension(tree.FilePath)} {type!.Name}");
            }
        }

        return uses;
    }

    private static string FolderOf(string file) => file.Split('/') is [var folder, _, ..] ? folder : Root;
}
