using System.Globalization;
using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Parsing;

/// <summary>The surrogate of a spike and its steepness.</summary>
internal sealed record SpikeSurrogate(Surrogate Surrogate, float Alpha);

/// <summary>Reads <c>[Surrogate(kind, Alpha = …)]</c>.</summary>
internal static class SurrogateReader
{
    public static SpikeSurrogate? Read(AttributeData attribute, ParseContext context)
    {
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Value is not int value)
        {
            context.IsBrokenCode = true;
            return null;
        }

        Location? location = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation).GetLocation();
        TypedConstant kindArgument = attribute.ConstructorArguments[0];
        string? kind = kindArgument.Type?.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(member => member.HasConstantValue && Equals(member.ConstantValue, value))?.Name;
        if (kind is null || SurrogateTable.Find(kind) is not { } row)
        {
            context.Report(
                Descriptors.UnknownKind,
                location,
                kind ?? value.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", SurrogateTable.Rows.Select(known => known.Kind)));
            return null;
        }

        float alpha = row.DefaultAlpha;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
            if (argument is { Key: "Alpha", Value.Value: float given })
                alpha = given;
        if (alpha > 0 && !float.IsInfinity(alpha)) return new SpikeSurrogate(new Surrogate(kind), alpha);

        context.Report(Descriptors.AlphaOutOfRange, location, alpha.ToString("R", CultureInfo.InvariantCulture));
        return null;
    }
}
