using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sgl.Generators.Parsing;

/// <summary>Questions about symbols that several readers ask.</summary>
internal static class SymbolExtensions
{
    /// <summary>The attribute of that name (see <see cref="MetadataNames"/>), or null.</summary>
    public static AttributeData? FindAttribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.ToDisplayString() == name);

    public static bool HasAttribute(this ISymbol symbol, string name) => symbol.FindAttribute(name) is not null;

    /// <summary>A named argument of an attribute, or null where it is left out.</summary>
    public static TypedConstant? Argument(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
            if (argument.Key == name)
                return argument.Value;
        return null;
    }

    /// <summary>Where a named argument of an attribute stands; the whole attribute where it is left out.</summary>
    public static Location? LocationOf(this AttributeData attribute, string name, CancellationToken cancellation)
    {
        SyntaxNode? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation);
        AttributeArgumentSyntax? argument = (syntax as AttributeSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
        return (argument ?? syntax)?.GetLocation();
    }

    /// <summary>
    /// Whether the user wrote a member. The analyzer sees a class with what Sgl added to it, the generator without.
    /// </summary>
    public static bool IsHandWritten(this ISymbol member) =>
        !member.IsImplicitlyDeclared
        && member.Locations.Any(location => location.SourceTree?.IsGenerated() == false);

    public static bool IsGenerated(this SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a partial method that has its body; any other method itself.</summary>
    public static IMethodSymbol Implementation(this IMethodSymbol method) =>
        method.OriginalDefinition.PartialImplementationPart ?? method;

    /// <summary>The name of a type with a or an before it.</summary>
    public static string WithArticle(this ITypeSymbol type)
    {
        string name = type.ToDisplayString();
        return $"{("aeiou".Contains(char.ToLowerInvariant(name[0])) ? "an" : "a")} {name}";
    }

    /// <summary>The type, its base, the base of that, and so on.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType) yield return t;
    }
}
