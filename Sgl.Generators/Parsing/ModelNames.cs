using Microsoft.CodeAnalysis;
using Sgl.Generators.Emission;

namespace Sgl.Generators.Parsing;

/// <summary>What a model and its files are called, so that no other model and no keyword is in the way.</summary>
internal static class ModelNames
{
    /// <summary>The methods that each model gets.</summary>
    public static readonly string[] Methods = ["Forward", "Backward"];

    // The classes that are nested in a model and have a file each.
    private static readonly string[] Nested = [ScalarFile.Target.Name, UnfusedFile.Target.Name, TorchModule.Name];

    private static readonly string[] Files = [.. Nested, GpuFile.Name];

    private static readonly SymbolDisplayFormat Dotted = SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.None);

    /// <summary>The class and its members that the user called by one of these names.</summary>
    public static IEnumerable<ISymbol> CalledAs(INamedTypeSymbol type, string[] names) =>
        names.SelectMany(name => type.GetMembers(name)).Where(member => member.IsHandWritten())
            .Concat(names.Contains(type.Name) ? [type] : []);

    /// <summary>Whether a base has members of the names that a model gets, its own or by being a model.</summary>
    public static bool HidesBase(INamedTypeSymbol type) => type.SelfAndBases().Skip(1).Any(declaring =>
        declaring.HasAttribute(MetadataNames.Surrogate)
        || Methods.Concat(Nested).Any(name => !declaring.GetMembers(name).IsEmpty));

    /// <summary>The class as C# names it from anywhere.</summary>
    public static string Qualified(INamedTypeSymbol type) =>
        type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Headers of the enclosing types and of the class itself, such as <c>partial class Lif</c>.</summary>
    public static IEnumerable<string> Headers(INamedTypeSymbol type)
    {
        var headers = new List<string>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            string keyword = t switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            headers.Insert(0, $"partial {keyword} {Identifier(t.Name)}");
        }

        return headers;
    }

    /// <summary>
    /// A type's name where it is declared. One of small letters alone is a keyword or may become one, as <c>required</c>
    /// did, so it always has the at-sign.
    /// </summary>
    public static string Identifier(string name) => name.All(c => c is >= 'a' and <= 'z') ? "@" + name : name;

    /// <summary>
    /// A file name that no other file has, even where case does not count: the full name, with the code of each character
    /// that a file may not have. Where another path of names differs by case only, or is that of a nested class's file, it
    /// ends with which letters are capitals; no name in C# begins with a digit.
    /// </summary>
    public static string HintName(INamedTypeSymbol type)
    {
        string name = type.ToDisplayString(Dotted);
        string file = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? $"{c}" : $"-{(int)c:x}"));
        bool isAmbiguous = Path(type).Any(HasTwin)
            || (type.ContainingType is not null && Files.Contains(type.Name, StringComparer.OrdinalIgnoreCase));
        return isAmbiguous ? $"{file}.{string.Concat(name.Where(c => c != '.').Select(Case))}" : file;
    }

    private static string Case(char c) => c < 128 ? char.IsUpper(c) ? "1" : "0" : $"-{(int)c:x}-";

    /// <summary>A symbol and the types and namespaces around it.</summary>
    private static IEnumerable<ISymbol> Path(ISymbol symbol)
    {
        for (ISymbol s = symbol; s is not INamespaceSymbol { IsGlobalNamespace: true }; s = s.ContainingSymbol) yield return s;
    }

    private static bool HasTwin(ISymbol symbol) => ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers().Any(other =>
        other is INamespaceOrTypeSymbol
        && other.Name != symbol.Name && string.Equals(other.Name, symbol.Name, StringComparison.OrdinalIgnoreCase));
}
