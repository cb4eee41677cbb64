using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>A field that is a parameter, and what its attribute says of it.</summary>
internal sealed record ParameterField(IFieldSymbol Field, ParameterModel Model);

/// <summary>The fields of a model and of its bases that are marked as states or parameters, base first.</summary>
internal sealed class FieldReader
{
    private readonly List<IFieldSymbol> _states = [];
    private readonly List<ParameterField> _parameters = [];
    private readonly List<HiddenField> _hidden = [];
    private readonly INamedTypeSymbol _model;
    private readonly INamedTypeSymbol[] _lineage;

    private FieldReader(INamedTypeSymbol model, INamedTypeSymbol[] lineage) => (_model, _lineage) = (model, lineage);

    public IReadOnlyList<IFieldSymbol> States => _states;

    public IReadOnlyList<ParameterField> Parameters => _parameters;

    /// <summary>The fields that the model does not reach by their name.</summary>
    public IReadOnlyList<HiddenField> Hidden => _hidden;

    public static FieldReader Read(INamedTypeSymbol type, ParseContext context)
    {
        var reader = new FieldReader(type, [.. context.Lineage(type)]);
        foreach (INamedTypeSymbol declaring in reader._lineage.AsEnumerable().Reverse())
            foreach (IFieldSymbol field in declaring.GetMembers().OfType<IFieldSymbol>())
                reader.ReadField(field, context);
        return reader;
    }

    /// <summary>What a field is called in the model: by its own name, after that of its class where it is hidden.</summary>
    public string NameOf(IFieldSymbol field) =>
        _hidden.Find(hidden => hidden.Field == field.Name && hidden.Type == TypeOf(field))?.Name ?? field.Name;

    private static string TypeOf(IFieldSymbol field) =>
        field.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private void ReadField(IFieldSymbol field, ParseContext context)
    {
        AttributeData? state = field.FindAttribute(MetadataNames.State);
        AttributeData? parameter = field.FindAttribute(MetadataNames.Parameter);
        if (state is null && parameter is null) return;

        if (field.Name.Length == 0)
        {
            context.IsBrokenCode = true;
            return;
        }

        if (field.AssociatedSymbol is IPropertySymbol property)
        {
            SyntaxNode? attribute = (state ?? parameter)!.ApplicationSyntaxReference?.GetSyntax(context.Cancellation);
            context.Report(Descriptors.PropertyMarked, attribute?.GetLocation() ?? _model.Locations[0], property.Name);
            return;
        }

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

        // A symbol of the library's source belongs to another compilation, which this one may not be asked about.
        bool isOfLibrary = context.Library?.Find(field.ContainingType) is not null;
        if (!isOfLibrary && !context.Compilation.IsSymbolAccessibleWithin(field, _model))
        {
            context.Report(
                Descriptors.InaccessibleField, _model.Locations[0], field.Name, field.ContainingType.Name, _model.Name);
            return;
        }

        bool isHidden = IsHidden(field);
        if (isHidden || (isOfLibrary && field.DeclaredAccessibility != Accessibility.Public))
            _hidden.Add(new HiddenField(isHidden ? FreeName(field) : field.Name, field.Name, TypeOf(field)));
        if (state is not null) _states.Add(field);
        else ReadParameter(field, parameter!, location, context);
    }

    private bool IsHidden(IFieldSymbol field) => _lineage
        .TakeWhile(type => !SymbolEqualityComparer.Default.Equals(type, field.ContainingType))
        .Any(type => type.GetMembers(field.Name).Any(member => member.IsHandWritten()));

    private string FreeName(IFieldSymbol field)
    {
        string name = $"{field.ContainingType.Name}_{field.Name}";
        while (_lineage.Any(type => !type.GetMembers(name).IsEmpty)) name += "_";
        return name;
    }

    private void ReadParameter(IFieldSymbol field, AttributeData attribute, Location? location, ParseContext context)
    {
        bool learnable = attribute.Argument("Learnable")?.Value is true;
        bool logistic = context.ReadMember(attribute, "Bound") == 1;
        float min = attribute.Argument("Min")?.Value as float? ?? (logistic ? 0f : float.NegativeInfinity);
        float max = attribute.Argument("Max")?.Value as float? ?? (logistic ? 1f : float.PositiveInfinity);
        var bounds = new ParameterBounds(min, max, logistic);
        if (Unsuitable(bounds, learnable) is { } why) context.Report(Descriptors.UnsuitableBounds, location, field.Name, why);
        bool perNeuron = attribute.Argument("PerNeuron")?.Value is true, perChannel = attribute.Argument("PerChannel")?.Value is true;
        if (perNeuron && perChannel)
            context.Report(Descriptors.PerNeuronAndPerChannel, attribute.LocationOf("PerChannel", context.Cancellation), field.Name);
        _parameters.Add(new ParameterField(
            field, new ParameterModel(NameOf(field), learnable, perNeuron) { PerChannel = perChannel, Bounds = bounds }));
    }

    private static string? Unsuitable(ParameterBounds bounds, bool learnable)
    {
        if (!(bounds.Min < bounds.Max)) return "has a Min that is not below its Max";
        if (bounds.IsLogistic && (float.IsInfinity(bounds.Min) || float.IsInfinity(bounds.Max)))
            return "has a logistic bound that is infinite";
        return bounds != ParameterBounds.None && !learnable ? "has bounds, but is not Learnable" : null;
    }

    private static string? Unsuitable(IFieldSymbol field) => field switch
    {
        { Type.SpecialType: not SpecialType.System_Single } => $"is {field.Type.WithArticle()}",
        { IsConst: true } => "is const",
        { IsStatic: true } => "is static",
        { IsReadOnly: true } => "is readonly",
        _ => null,
    };
}
