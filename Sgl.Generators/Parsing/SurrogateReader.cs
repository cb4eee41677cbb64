using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Parsing;

/// <summary>The surrogate of one spike and the node of its steepness.</summary>
internal sealed record SpikeSurrogate(Surrogate Surrogate, int Alpha);

/// <summary>Finds the surrogate of every spike of a model: that of the call, or else that of <c>[Surrogate(…)]</c>.</summary>
internal sealed class SurrogateReader
{
    private readonly ParseContext _context;
    private readonly FieldReader _fields;
    private readonly Surrogate _surrogate;
    private readonly float _alpha;
    private readonly int? _alphaSlot;

    private SurrogateReader(
        Surrogate surrogate, float alpha, int? alphaSlot, FieldReader fields, ParseContext context)
    {
        _surrogate = surrogate;
        _alpha = alpha;
        _alphaSlot = alphaSlot;
        _fields = fields;
        _context = context;
    }

    /// <summary>Whether the class names the surrogate that passes no gradient.</summary>
    public bool IsDead => _surrogate.IsDead;

    /// <summary>Reads the attribute; null where a diagnostic was reported.</summary>
    public static SurrogateReader? Read(AttributeData attribute, FieldReader fields, ParseContext context)
    {
        if (attribute.ConstructorArguments.Length != 1)
        {
            context.IsBrokenCode = true;
            return null;
        }

        Location? location = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation).GetLocation();
        var normalize = (Normalization)context.ReadMember(attribute, "Normalize");
        var alpha = attribute.Argument("Alpha")?.Value as float?;
        TypedConstant first = attribute.ConstructorArguments[0];
        if (Resolve(first.Type, first.Value, alpha, normalize, location, context) is not { } resolved) return null;

        int? slot = null;
        if (attribute.Argument("AlphaParameter")?.Value is string name)
        {
            slot = fields.Parameters.TakeWhile(parameter => fields.NameOf(parameter.Field) != name).Count();
            if (UnsuitableAlpha(resolved.Surrogate, fields.Parameters.ElementAtOrDefault(slot.Value)) is { } why)
            {
                context.Report(Descriptors.UnsuitableAlpha, location, name, why);
                return null;
            }
        }

        return new SurrogateReader(resolved.Surrogate, resolved.Alpha, slot, fields, context);
    }

    /// <summary>The surrogate of a class that is only an activation: its kind says whether it is a sign.</summary>
    public Op Activation => _surrogate.Custom is null && SurrogateTable.Get(_surrogate.Kind).IsSign ? Op.ToSign : Op.ToFloat;

    /// <summary>The surrogate that the attribute names.</summary>
    public SpikeSurrogate OfClass(GraphBuilder builder) => new(
        _surrogate,
        _alphaSlot is { } slot
            ? builder.Leaf(Op.Parameter, slot, _fields.NameOf(_fields.Parameters[slot].Field))
            : builder.Constant(_alpha));

    /// <summary>The surrogate of a call of <c>Spike</c> or <c>Sign</c>; null where a diagnostic was reported.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parse">Reads an expression.</param>
    /// <param name="builder">Where to build.</param>
    public SpikeSurrogate? OfCall(IInvocationOperation call, Func<IOperation, int?> parse, GraphBuilder builder)
    {
        IOperation? named = Argument(call, 1), alpha = Argument(call, 2);
        if (named is null) return OfClass(builder);

        (ITypeSymbol? Type, object? Value) surrogate = named is ITypeOfOperation typeOf
            ? (typeOf.Type, typeOf.TypeOperand)
            : (named.Type, named.ConstantValue is { HasValue: true } constant ? constant.Value : null);
        if (surrogate.Value is null)
        {
            _context.Report(Descriptors.NotConstant, named.Syntax.GetLocation(), "The surrogate of a spike", named.Syntax);
            return null;
        }

        float? constantAlpha = alpha?.ConstantValue is { HasValue: true, Value: float given } ? given : null;
        Location location = (constantAlpha is null ? named : alpha!).Syntax.GetLocation();
        if (Resolve(surrogate.Type, surrogate.Value, constantAlpha, Normalization.None, location, _context)
            is not { } resolved)
        {
            return null;
        }

        if (alpha is null || constantAlpha is not null)
            return new SpikeSurrogate(resolved.Surrogate, builder.Constant(resolved.Alpha));

        ParameterField? parameter = _fields.Parameters.FirstOrDefault(field =>
            alpha is IFieldReferenceOperation reference
            && SymbolEqualityComparer.Default.Equals(field.Field.OriginalDefinition, reference.Field.OriginalDefinition));
        if (UnsuitableAlpha(resolved.Surrogate, parameter) is { } why)
        {
            _context.Report(Descriptors.UnsuitableAlpha, alpha.Syntax.GetLocation(), alpha.Syntax, why);
            return null;
        }

        return parse(alpha) is { } node ? new SpikeSurrogate(resolved.Surrogate, node) : null;
    }

    private static IOperation? Argument(IInvocationOperation call, int ordinal) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;

    private static (Surrogate Surrogate, float Alpha)? Resolve(
        ITypeSymbol? type, object? value, float? alpha, Normalization normalize, Location? location, ParseContext context)
    {
        if (value is INamedTypeSymbol custom)
        {
            if (normalize != Normalization.None)
            {
                context.Report(Descriptors.CannotNormalize, location, custom.Name, "its area and peak are not known");
                return null;
            }

            if (SurrogateClassReader.Read(custom, location, context) is not { } functions) return null;
            var own = new Surrogate(custom.Name, normalize, functions);
            return InRange(own, alpha ?? 1f, location, context) ? (own, alpha ?? 1f) : null;
        }

        if (value is not int number)
        {
            if (value is null && type is not (null or IErrorTypeSymbol))
                context.Report(Descriptors.UnsuitableSurrogate, location, "null");
            else context.IsBrokenCode = true;
            return null;
        }

        string? kind = type?.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(member => member.HasConstantValue && Equals(member.ConstantValue, number))?.Name;
        if (kind is null || SurrogateTable.Find(kind) is not { } row)
        {
            context.Report(
                Descriptors.UnknownKind,
                location,
                kind ?? number.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", SurrogateTable.Rows.Select(known => known.Kind)));
            return null;
        }

        float steepness = alpha ?? row.DefaultAlpha;
        if (!InRange(new Surrogate(kind, Normalization.None), steepness, location, context)) return null;
        if (normalize != Normalization.None)
        {
            double size = normalize == Normalization.Area ? row.Area(steepness) : row.Peak(steepness);
            if (size == 0 || double.IsInfinity(size))
            {
                string which = normalize.ToString().ToLowerInvariant();
                context.Report(
                    Descriptors.CannotNormalize, location, kind, $"its {which} is {(size == 0 ? "0" : "infinite")}");
                return null;
            }
        }

        var surrogate = new Surrogate(kind, normalize);
        return InRange(surrogate, steepness, location, context) ? (surrogate, steepness) : null;
    }

    private static bool InRange(Surrogate surrogate, float alpha, Location? location, ParseContext context)
    {
        if (Steepness.IsPossible(surrogate, alpha)) return true;
        (float smallest, float largest) = Steepness.RangeOf(surrogate);
        context.Report(
            Descriptors.AlphaOutOfRange,
            location,
            alpha.ToString("R", CultureInfo.InvariantCulture),
            surrogate.Kind,
            smallest.ToString("R", CultureInfo.InvariantCulture),
            largest.ToString("R", CultureInfo.InvariantCulture));
        return false;
    }

    private static string? UnsuitableAlpha(Surrogate surrogate, ParameterField? parameter)
    {
        if (parameter is null) return "it is no [Parameter] of the model";
        if (surrogate.Custom is null && SurrogateTable.Get(surrogate.Kind).Scaling == Scaling.Other)
            return $"{surrogate.Kind} takes a constant steepness only";
        return parameter.Model.Learnable && !SurrogateFunction.CanLearnAlpha(surrogate)
            ? $"the steepness of {surrogate.Kind} cannot be learned, because its area is not the same for every steepness"
            : null;
    }
}
