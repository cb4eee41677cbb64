using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sgl.Generators.Parsing;

/// <summary>Finds the value of static readonly fields, which are as good as constants where C# has no constant for it.</summary>
internal static class StaticFields
{
    /// <summary>
    /// The expression that a static readonly field is initialized with; null where there is none to see, or where a
    /// static constructor may give it another value.
    /// </summary>
    public static IOperation? Initializer(IFieldSymbol field, ParseContext context)
    {
        if (field.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared)) return null;
        return (context.Declaration(field) as VariableDeclaratorSyntax)?.Initializer is { } initializer
            ? context.SemanticsOf(initializer).GetOperation(initializer.Value, context.Cancellation)
            : null;
    }
}
