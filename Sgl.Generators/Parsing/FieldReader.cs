using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;

namespace Sgl.Generators.Parsing;

/// <summary>The fields of a model and of its bases that are marked as states or parameters, base first.</summary>
internal sealed class FieldReader
{
    private readonly List<IFieldSymbol> _states = [];
    private readonly List<(IFieldSymbol Field, bool Learnable, bool PerNeuron)> _parameters = [];

    private FieldReader()
    {
    }

    public IReadOnlyList<IFieldSymbol> States => _states;

    public IReadOnlyList<(IFieldSymbol Field, bool Learnable, bool PerNeuron)> Parameters => _parameters;

    public static FieldReader Read(INamedTypeSymbol type, ParseContext context)
    {
        var reader = new FieldReader();
        foreach (INamedTypeSymbol declaring in type.SelfAndBases().Reverse())
            foreach (IFieldSymbol field in declaring.GetMembers().OfType<IFieldSymbol>())
                reader.ReadField(field, type, context);
        return reader;
    }

    private void ReadField(IFieldSymbol field, INamedTypeSymbol model, ParseContext context)
    {
        AttributeData? state = field.FindAttribute(MetadataNames.State);
        AttributeData? parameter = field.FindAttribute(MetadataNames.Parameter);
        if (state is null && parameter is null) return;

        Location? location = field.Locations.FirstOrDefault();
        if (state is not null && parameter is not null)
        {
            context.Report(Descriptors.StateAndParameter, location, field.Name);
            return;
        }

        if (Unsuitable(field) is { } why)
        {
            context.Report(Descriptors.UnsuitableField, location, field.Name, why);
            return;
        }

        if (!context.Compilation.IsSymbolAccessibleWithin(field, model))
        {
            context.Report(
                Descriptors.InaccessibleField, model.Locations[0], field.Name, field.ContainingType.Name, model.Name);
            return;
        }

        if (state is not null) _states.Add(field);
        else _parameters.Add((field, IsSet(parameter!, "Learnable"), IsSet(parameter!, "PerNeuron")));
    }

    private static string? Unsuitable(IFieldSymbol field) => field switch
    {
        { Type.SpecialType: not SpecialType.System_Single } => $"is a {field.Type.ToDisplayString()}",
        { IsConst: true } => "is const",
        { IsStatic: true } => "is static",
        { IsReadOnly: true } => "is readonly",
        _ => null,
    };

    private static bool IsSet(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is true);
}
