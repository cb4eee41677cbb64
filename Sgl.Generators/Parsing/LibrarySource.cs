using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sgl.Generators.Parsing;

/// <summary>
/// The models of Sgl.Runtime as source. Kernels are derived from source, which an assembly does not hold, so this assembly
/// carries that text: it is the text of the same package, and a project may derive from these models as from its own.
/// </summary>
/// <remarks>
/// The text is bound in a compilation of its own, where nothing of the user's project, such as a global using, can change
/// what its names mean. Its symbols are those of the user's compilation by name only.
/// </remarks>
internal sealed class LibrarySource
{
    private const string AssemblyName = "Sgl.Runtime";
    private const string Folder = "Models/";

    private static readonly Lazy<SyntaxTree[]> Trees = new(() => [.. Parse()]);

    // Bound once for each Sgl.Attributes that projects refer to, and kept as long as that is.
    private static readonly ConditionalWeakTable<MetadataReference, LibrarySource> Known = new();

    private LibrarySource(IEnumerable<MetadataReference> references) => Compilation = CSharpCompilation.Create(
        AssemblyName,
        Trees.Value,
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The models, and what they call, without their kernels.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The source for a project that has a model; null where its Sgl is no reference.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="attributes">The assembly that it has <c>[Surrogate]</c> from.</param>
    public static LibrarySource? Of(Compilation compilation, IAssemblySymbol attributes) =>
        compilation.GetMetadataReference(attributes) is { } reference
            ? Known.GetValue(reference, reference => new LibrarySource([reference, .. Framework(compilation)]))
            : null;

    /// <summary>Whether a class is one of the runtime, whose source may be here.</summary>
    public static bool MayHave(ISymbol type) => type.ContainingAssembly?.Name == AssemblyName;

    /// <summary>The class of the same name in the source, or null.</summary>
    public INamedTypeSymbol? Find(INamedTypeSymbol type) =>
        MayHave(type) ? Compilation.Assembly.GetTypeByMetadataName(MetadataName(type)) : null;

    /// <summary>No other reference of the project is kept alive, or looked up.</summary>
    private static IEnumerable<MetadataReference> Framework(Compilation compilation) =>
        from assembly in compilation.SourceModule.ReferencedAssemblySymbols
        where assembly.Name is "System" or "mscorlib" or "netstandard"
            || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        let reference = compilation.GetMetadataReference(assembly)
        where reference is not null
        select reference;

    private static IEnumerable<SyntaxTree> Parse()
    {
        CSharpParseOptions options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12);
        yield return CSharpSyntaxTree.ParseText("global using System;", options);
        Assembly assembly = typeof(LibrarySource).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return CSharpSyntaxTree.ParseText(reader.ReadToEnd(), options, name);
        }
    }

    private static string MetadataName(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => $"{MetadataName(outer)}+{type.MetadataName}",
        { ContainingNamespace.IsGlobalNamespace: true } => type.MetadataName,
        _ => $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}",
    };
}
