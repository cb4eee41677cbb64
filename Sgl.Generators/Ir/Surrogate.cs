namespace Sgl.Generators.Ir;

/// <summary>A surrogate as written on a model. Its steepness is an operand of the spike.</summary>
/// <param name="Kind">A row of <see cref="Surrogates.SurrogateTable"/>, or the name of the user's own class.</param>
/// <param name="Normalize">What is scaled to 1.</param>
/// <param name="Custom">The user's own definition.</param>
internal sealed record Surrogate(
    string Kind, Normalization Normalize = Normalization.None, CustomSurrogate? Custom = null)
{
    /// <summary>Whether its derivative is zero everywhere: no gradient passes.</summary>
    public bool IsDead => Custom is null && Kind == Surrogates.SurrogateTable.None;
}

/// <summary>A surrogate that the user wrote: graphs of x (input 0) and α (input 1).</summary>
/// <param name="Derivative">S̃′.</param>
/// <param name="Primitive">S̃, where there is one.</param>
internal sealed record CustomSurrogate(Graph Derivative, Graph? Primitive);

/// <summary>The members of <c>Sgl.Normalize</c>.</summary>
internal enum Normalization
{
    None,
    Area,
    Peak,
}
