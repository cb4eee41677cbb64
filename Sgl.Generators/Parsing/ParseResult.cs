using Microsoft.CodeAnalysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>What comes of reading a marked class.</summary>
/// <param name="Model">The model; null where there is an error.</param>
/// <param name="Diagnostics">What is wrong.</param>
/// <param name="Origins">Where the nodes of the model's graph come from.</param>
internal sealed record ParseResult(
    NeuronModel? Model, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyDictionary<int, Location> Origins);
