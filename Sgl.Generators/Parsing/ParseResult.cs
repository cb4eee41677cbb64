using Microsoft.CodeAnalysis;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>What comes of reading a marked class.</summary>
/// <param name="Model">The model; null where there is an error.</param>
/// <param name="Diagnostics">What is wrong.</param>
/// <param name="Source">Where the parts of the model stand; null where its step is a base's and is warned of there.</param>
internal sealed record ParseResult(
    NeuronModel? Model, IReadOnlyList<Diagnostic> Diagnostics, ParsedSource? Source = null);

/// <summary>Where the parts of a model stand. The model itself holds no location, for it is cached.</summary>
/// <param name="Class">The name of the class.</param>
/// <param name="Step">The whole of <c>Step</c>.</param>
/// <param name="States">The state fields.</param>
/// <param name="Parameters">The parameter fields.</param>
/// <param name="Origins">The expressions that nodes come from.</param>
/// <param name="Calls">The calls of functions of the language.</param>
/// <param name="HasSurrogate">Whether the class names another surrogate than none.</param>
internal sealed record ParsedSource(
    Location Class,
    Location Step,
    IReadOnlyList<Location> States,
    IReadOnlyList<Location> Parameters,
    IReadOnlyDictionary<int, Location> Origins,
    IReadOnlyList<(Function Function, IMethodSymbol Method, Location Location)> Calls,
    bool HasSurrogate);
