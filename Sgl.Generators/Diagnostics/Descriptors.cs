using Microsoft.CodeAnalysis;

namespace Sgl.Generators.Diagnostics;

/// <summary>All diagnostics. Each message names the offending code and the remedy.</summary>
internal static class Descriptors
{
    private const string Category = "Sgl";
    private const string Pages = "https://github.com/sgl-net/sgl/blob/main/docs/diagnostics/";

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
        "Alpha is {0}; {1} takes {2} to {3}");

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
        "{0} cannot be used in 'Step'; it may hold variable declarations, assignments, if/else, for loops with constant "
        + "bounds and one final return");

    /// <summary>Expression '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedExpression = Error(
        "SGL0011",
        "Unsupported expression in Step",
        "{0} cannot be used in 'Step'; it may use + - * /, comparisons, && || !, ?:, assignments, constants, and calls of "
        + "SpikeMath, of MathF and of methods of your own");

    /// <summary>Type '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "SGL0012",
        "Unsupported type in Step",
        "'{0}' is {1}; kernels compute in float{2}");

    /// <summary>Method '{0}' is not supported.</summary>
    public static readonly DiagnosticDescriptor UnsupportedCall = Error(
        "SGL0013",
        "Unsupported call in Step",
        "'{0}' cannot be called in 'Step': {1}");

    /// <summary>'{0}' is neither state nor parameter.</summary>
    public static readonly DiagnosticDescriptor UnmarkedMember = Error(
        "SGL0014",
        "Step uses a member that is neither state nor parameter",
        "'{0}' is neither a [State] nor a [Parameter] nor a constant: {1}");

    /// <summary>Parameter '{0}' is assigned.</summary>
    public static readonly DiagnosticDescriptor ParameterAssigned = Error(
        "SGL0015",
        "Step assigns a parameter",
        "'{0}' is a [Parameter], which 'Step' only reads; mark it [State] if it changes from step to step");

    /// <summary>A return that is not the last statement.</summary>
    public static readonly DiagnosticDescriptor EarlyReturn = Error(
        "SGL0016",
        "Step returns early",
        "'return' must be the last statement of '{0}'; choose the value with ?: or if/else and return it at the end");

    /// <summary>Field '{0}' is both.</summary>
    public static readonly DiagnosticDescriptor StateAndParameter = Error(
        "SGL0017",
        "A field is both state and parameter",
        "'{0}' is marked both [State] and [Parameter]; keep the one that it is");

    /// <summary>Member '{0}' is in the way.</summary>
    public static readonly DiagnosticDescriptor NameClash = Error(
        "SGL0018",
        "A member has a name that Sgl generates",
        "'{0}' has the name of a member that Sgl adds to '{1}'; rename it");

    /// <summary>Step of '{0}' comes from another assembly.</summary>
    public static readonly DiagnosticDescriptor NoSource = Error(
        "SGL0019",
        "Step is inherited from another assembly",
        "'Step' of '{0}' is declared in '{1}', whose source is not part of this compilation, and kernels are derived from "
        + "source, of which the compiler has that of Sgl's own models only; write its fields and its 'Step' into '{2}' itself, "
        + "without the base");

    /// <summary>The type '{0}' is file-local.</summary>
    public static readonly DiagnosticDescriptor FileLocal = Error(
        "SGL0020",
        "A neuron model cannot be file-local",
        "'{0}' is a file-local type, which generated code cannot extend; make it internal");

    /// <summary>The helper '{0}' calls itself.</summary>
    public static readonly DiagnosticDescriptor Recursion = Error(
        "SGL0021",
        "A helper calls itself",
        "'{0}' calls itself, directly or through others; a helper is written out where it is called, so write a 'for' "
        + "loop with constant bounds instead");

    /// <summary>The loop condition '{0}' is not known.</summary>
    public static readonly DiagnosticDescriptor LoopBounds = Error(
        "SGL0022",
        "A loop without constant bounds",
        "'{0}' is not known at compile time; a loop is unrolled, so count an int from one constant to another");

    /// <summary>A loop of more than {0} iterations.</summary>
    public static readonly DiagnosticDescriptor LoopTooLong = Error(
        "SGL0023",
        "A loop too long to unroll",
        "The loops of this model have more than {0} iterations together; loops are unrolled, so take fewer or larger "
        + "sub-steps");

    /// <summary>The surrogate class '{0}' has no Derivative.</summary>
    public static readonly DiagnosticDescriptor UnsuitableSurrogate = Error(
        "SGL0024",
        "A surrogate class without a derivative",
        "'{0}' has no method 'static float Derivative(float x)' or 'static float Derivative(float x, float alpha)' with "
        + "source in this compilation; add one");

    /// <summary>'{0}' cannot be the steepness: {1}.</summary>
    public static readonly DiagnosticDescriptor UnsuitableAlpha = Error(
        "SGL0025",
        "A value that cannot be the steepness",
        "'{0}' cannot be the steepness of a surrogate: {1}; use a constant above 0 or a suitable [Parameter]");

    /// <summary>The bounds of '{0}' do not fit: it {1}.</summary>
    public static readonly DiagnosticDescriptor UnsuitableBounds = Error(
        "SGL0026",
        "A parameter has unsuitable bounds",
        "'{0}' {1}; bounds are for learnable parameters, with Min below Max");

    /// <summary>The value of the static field '{0}' is not known.</summary>
    public static readonly DiagnosticDescriptor UnknownStatic = Error(
        "SGL0027",
        "A static field whose value is not known at compile time",
        "The value of '{0}' is not known at compile time; give it an initializer, make it const, or make it a [Parameter]");

    /// <summary>{0} is '{1}', which is no constant.</summary>
    public static readonly DiagnosticDescriptor NotConstant = Error(
        "SGL0028",
        "An argument that must be constant",
        "{0} must be a constant; '{1}' is not");

    /// <summary>The surrogate '{0}' cannot be normalized: {1}.</summary>
    public static readonly DiagnosticDescriptor CannotNormalize = Error(
        "SGL0029",
        "A surrogate that cannot be normalized",
        "'{0}' cannot be normalized: {1}; leave Normalize out or choose another surrogate");

    /// <summary>{0} is no member of an enum.</summary>
    public static readonly DiagnosticDescriptor UnknownMember = Error(
        "SGL0030",
        "A value that its enum does not have",
        "{0} is not a member of Sgl.{1}; choose one of {2}");

    /// <summary>The step is too large to write out: {0}.</summary>
    public static readonly DiagnosticDescriptor StepTooLarge = Error(
        "SGL0031",
        "A step too large to write out",
        "This model is too large: {0}; helpers and loops are written out where they are used, so call or repeat less");

    /// <summary>The attribute marks the field behind the property '{0}'.</summary>
    public static readonly DiagnosticDescriptor PropertyMarked = Error(
        "SGL0032",
        "A property cannot be a state or parameter",
        "'{0}' is a property; a [State] or [Parameter] is a field of its own, so declare 'public float {0}' without accessors "
        + "and without 'field:'");

    /// <summary>'{0}' is per neuron and per channel.</summary>
    public static readonly DiagnosticDescriptor PerNeuronAndPerChannel = Error(
        "SGL0033",
        "A parameter is per neuron and per channel",
        "'{0}' cannot have a value for each neuron and one for each channel; leave out PerNeuron or PerChannel");

    /// <summary>The state '{0}' is read but keeps its initial value.</summary>
    public static readonly DiagnosticDescriptor StateNeverUpdated = Warning(
        "SGL0101",
        "A state is never updated",
        "'{0}' is a [State] that 'Step' never assigns; assign it, or mark it [Parameter] if it does not change");

    /// <summary>The state '{0}' influences no output.</summary>
    public static readonly DiagnosticDescriptor StateNeverRead = Warning(
        "SGL0102",
        "A state is never read",
        "'{0}' is a [State] that no output depends on, now or later; use it, return it, or remove it");

    /// <summary>The value of '{0}' is not used.</summary>
    public static readonly DiagnosticDescriptor UnusedValue = Warning(
        "SGL0103",
        "A value is computed and never used",
        "The value of '{0}' is never used; remove the assignment, or use what it computes");

    /// <summary>'{0}' has a surrogate and no spike.</summary>
    public static readonly DiagnosticDescriptor NoSpike = Warning(
        "SGL0104",
        "A surrogate without a spike",
        "'{0}' names a surrogate but its 'Step' calls neither Spike nor Sign; call one where the neuron fires, or name "
        + "Kind.None");

    /// <summary>No gradient reaches an input of '{0}'.</summary>
    public static readonly DiagnosticDescriptor GradientCut = Warning(
        "SGL0105",
        "The gradient is cut everywhere",
        "No gradient reaches an input of '{0}', so nothing before it can learn: every way from input to output goes "
        + "through Detach, a comparison or a function whose derivative is 0");

    /// <summary>The parameter '{0}' cannot learn.</summary>
    public static readonly DiagnosticDescriptor CannotLearn = Warning(
        "SGL0106",
        "A learnable parameter that receives no gradient",
        "'{0}' is learnable, but no gradient reaches it; let an output depend on it differentiably, or make it fixed");

    /// <summary>A comparison chooses between two numbers.</summary>
    public static readonly DiagnosticDescriptor ComparisonAsNumber = Warning(
        "SGL0107",
        "A comparison has no gradient",
        "This comparison chooses between two numbers, so the gradient ends here; write Spike(value - threshold), which "
        + "has a surrogate");

    /// <summary>An Exp whose argument has no upper bound.</summary>
    public static readonly DiagnosticDescriptor ExpOverflow = Warning(
        "SGL0108",
        "Exp may overflow",
        "The argument of Exp has no upper bound, so the value may become infinite and its gradient NaN; bound it, as in "
        + "Exp(MathF.Min(x, 20f)), or use the value only where a comparison bounds the argument");

    /// <summary>The derivative of {0} is zero.</summary>
    public static readonly DiagnosticDescriptor ZeroDerivative = Info(
        "SGL0109",
        "A function whose derivative is zero",
        "The derivative of {0} is 0 wherever it has one, so no gradient passes");

    /// <summary>Plain Step gets other bits of MathF.{0} than kernels.</summary>
    public static readonly DiagnosticDescriptor OtherBits = Info(
        "SGL0110",
        "A function whose last bits differ from machine to machine",
        "MathF.{0} is the system's, and kernels have a {0} of their own, which is the same everywhere: plain 'Step' may differ "
        + "from them in the last bits; write SpikeMath.{0} for the same bits");

    /// <summary>The parameter '{0}' is unbounded and {1} the state '{2}'.</summary>
    public static readonly DiagnosticDescriptor UnboundedFactor = Info(
        "SGL0111",
        "A learnable parameter that may make a state grow without end",
        "'{0}' {1} the state '{2}' from one time step to the next and has no bounds, so learning may make '{2}' grow without "
        + "end; give it bounds, as in [Parameter(Learnable = true, Min = 0f, Max = 1f)]");

    /// <summary>The MSBuild property '{0}' is '{1}'.</summary>
    public static readonly DiagnosticDescriptor UnknownPropertyValue = Error(
        "SGL0201",
        "A build property that is neither true nor false",
        "The MSBuild property '{0}' is '{1}'; write true or false, or leave it out");

    /// <summary>The kernels of '{0}' need C# {1}, and the project has C# {2}.</summary>
    public static readonly DiagnosticDescriptor OldLanguage = Error(
        "SGL0202",
        "A language version that is too old",
        "The kernels of '{0}' are written in C# {1}, and the language version of this project is {2}; set LangVersion to "
        + "{1} or later, or leave it out");

    /// <summary>The compiler itself failed on '{0}'.</summary>
    public static readonly DiagnosticDescriptor InternalFailure = Error(
        "SGL9999",
        "Sgl failed",
        "Sgl could not compile '{0}', which is a fault of Sgl and not of the model; please report it: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"{Pages}{id}.md");
}
