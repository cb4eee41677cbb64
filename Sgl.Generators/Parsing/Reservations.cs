using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sgl.Generators.Parsing;

/// <summary>
/// What the compiler warns of wherever it is used. No pragma of the user reaches generated code, so what uses it there is
/// reserved in the same way, or does not use it.
/// </summary>
internal static class Reservations
{
    private const string Obsolete = "System.ObsoleteAttribute";
    private const string Experimental = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    private const string SetsRequired = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";

    private static readonly string[] OfCalls =
    [
        Obsolete,
        Experimental,
        "System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute",
        "System.Diagnostics.CodeAnalysis.RequiresDynamicCodeAttribute",
        "System.Diagnostics.CodeAnalysis.RequiresAssemblyFilesAttribute",
    ];

    /// <summary>Whether a field is obsolete, so that only what is obsolete itself may read it.</summary>
    public static bool IsObsolete(FieldReader fields) => Read(fields).Any(field => field.HasAttribute(Obsolete));

    /// <summary>The warnings about fields that are experimental.</summary>
    public static IEnumerable<string> Experiments(FieldReader fields) => Read(fields)
        .Select(field => field.FindAttribute(Experimental)?.ConstructorArguments.FirstOrDefault().Value)
        .OfType<string>().Where(SyntaxFacts.IsValidIdentifier).Distinct();

    /// <summary>Whether anybody can make one without arguments, and without being warned.</summary>
    public static bool IsCreatable(INamedTypeSymbol type) =>
        !type.IsAbstract
        && type.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.IsEmpty) is { } made
        && !OfCalls.Any(made.HasAttribute)
        && !type.SelfAndBases().Any(declaring => OfCalls.Skip(2).Any(declaring.HasAttribute))
        && (made.HasAttribute(SetsRequired) || !type.SelfAndBases().Any(HasRequired));

    private static IEnumerable<IFieldSymbol> Read(FieldReader fields) =>
        fields.States.Concat(fields.Parameters.Select(parameter => parameter.Field));

    private static bool HasRequired(INamedTypeSymbol type) =>
        type.GetMembers().Any(member => member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true });
}
