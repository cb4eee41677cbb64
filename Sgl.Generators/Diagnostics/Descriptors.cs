using Microsoft.CodeAnalysis;

namespace Sgl.Generators.Diagnostics;

/// <summary>The catalogue of what can be wrong with a model. Each message names the culprit and the remedy.</summary>
internal static class Descriptors
{
    private const string Category = "Sgl";

    /// <summary>Class or outer type '{0}' is not partial.</summary>
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SGL0001",
        "A neuron model must be partial",
        "'{0}' must be declared 'partial': Sgl adds the kernels of neuron model '{1}' to it");

    /// <summary>'{0}' has no Step.</summary>
    public static readonly DiagnosticDescriptor NoStep = Error(
        "SGL0002",
        "A neuron model needs a Step method",
        "'{0}' has no method 'Step'; add one such as 'public float Step(float input)' that advances the neuron by one "
        + "time step and returns its output");

    /// <summary>'{0}' has several Steps.</summary>
    public static readonly DiagnosticDescriptor SeveralSteps = Error(
        "SGL0003",
        "A neuron model has one Step method",
        "'{0}' has several methods named 'Step'; keep one and rename the others");

    /// <summary>The signature of Step does not fit: {0}.</summary>
    public static readonly DiagnosticDescriptor StepSignature = Error(
        "SGL0004",
        "Step has an unsuitable signature",
        "{0}; 'Step' is an instance method with a body that takes floats and returns a float or a tuple of floats");

    /// <summary>Alpha {0} is out of range.</summary>
    public static readonly DiagnosticDescriptor AlphaOutOfRange = Error(
        "SGL0005",
        "Alpha is out of range",
        "Alpha is {0}; it must be a finite number above 0");

    /// <summary>{0} is no surrogate kind.</summary>
    public static readonly DiagnosticDescriptor UnknownKind = Error(
        "SGL0006",
        "Unknown surrogate kind",
        "{0} is not a member of Sgl.Kind; choose one of {1}");

    /// <summary>Field '{0}' cannot be a state or parameter: {1}.</summary>
    public static readonly DiagnosticDescriptor UnsuitableField = Error(
        "SGL0007",
        "A state or parameter has an unsuitable declaration",
        "'{0}' {1}; a [State] or [Parameter] is an instance field of type float that is not readonly");

    /// <summary>The inherited field '{0}' cannot be reached.</summary>
    public static readonly DiagnosticDescriptor InaccessibleField = Error(
        "SGL0008",
        "An inherited state or parameter is private",
        "'{0}' is private in '{1}', so the kernels of '{2}' cannot read it; make it protected");

    /// <summary>Generic model '{0}'.</summary>
    public static readonly DiagnosticDescriptor GenericModel = Error(
        "SGL0009",
        "A neuron model cannot be generic",
        "'{0}' has type parameters; kernels are written for float, so declare a plain class");

    /// <summary>Statement '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedStatement = Error(
        "SGL0010",
        "Unsupported statement in Step",
        "{0} cannot be used in 'Step'; it may hold variable declarations, assignments, if/else and one final return");

    /// <summary>Expression '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedExpression = Error(
        "SGL0011",
        "Unsupported expression in Step",
        "{0} cannot be used in 'Step'; it may use + - * /, comparisons, && || !, ?:, constants, and calls of SpikeMath "
        + "and of MathF.Exp");

    /// <summary>Type '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "SGL0012",
        "Unsupported type in Step",
        "'{0}' is a {1}; kernels compute in float{2}");

    /// <summary>Method '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedCall = Error(
        "SGL0013",
        "Unsupported call in Step",
        "'{0}' cannot be called in 'Step': its derivative is not known; call one of {1}");

    /// <summary>'{0}' is neither state nor parameter.</summary>
    public static readonly DiagnosticDescriptor UnmarkedMember = Error(
        "SGL0014",
        "Step uses a member that is neither state nor parameter",
        "'{0}' is neither a [State] nor a [Parameter] nor a constant; mark it with one of the two attributes or make it "
        + "const");

    /// <summary>Parameter '{0}' is assigned.</summary>
    public static readonly DiagnosticDescriptor ParameterAssigned = Error(
        "SGL0015",
        "Step assigns a parameter",
        "'{0}' is a [Parameter], which 'Step' only reads; mark it [State] if it changes from step to step");

    /// <summary>A return that is not the last statement.</summary>
    public static readonly DiagnosticDescriptor EarlyReturn = Error(
        "SGL0016",
        "Step returns early",
        "'return' must be the last statement of 'Step'; choose the value with ?: or if/else and return it at the end");

    /// <summary>Field '{0}' is both.</summary>
    public static readonly DiagnosticDescriptor StateAndParameter = Error(
        "SGL0017",
        "A field is both state and parameter",
        "'{0}' is marked both [State] and [Parameter]; keep the one that it is");

    /// <summary>Member '{0}' is in the way.</summary>
    public static readonly DiagnosticDescriptor NameClash = Error(
        "SGL0018",
        "A member has a name that Sgl generates",
        "'{0}' has the name of a method that Sgl adds to '{1}'; rename it");

    /// <summary>Step of '{0}' comes from another assembly.</summary>
    public static readonly DiagnosticDescriptor NoSource = Error(
        "SGL0019",
        "Step is inherited from another assembly",
        "'Step' of '{0}' is declared in '{1}', whose source is not part of this compilation; declare 'Step' here");

    /// <summary>The type '{0}' is file-local.</summary>
    public static readonly DiagnosticDescriptor FileLocal = Error(
        "SGL0020",
        "A neuron model cannot be file-local",
        "'{0}' is a file-local type, which generated code cannot extend; make it internal");

    /// <summary>The compiler itself failed on '{0}'.</summary>
    public static readonly DiagnosticDescriptor InternalFailure = Error(
        "SGL9999",
        "Sgl failed",
        "Sgl could not compile '{0}', which is a fault of Sgl and not of the model; please report it: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);
}
