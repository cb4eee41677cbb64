namespace Sgl.Generators.Ir;

/// <summary>
/// One operation in static single assignment form: its operands are the indices of earlier nodes of its graph.
/// </summary>
/// <param name="Op">What it computes.</param>
/// <param name="Type">The type of its result.</param>
/// <param name="Operands">Indices of earlier nodes.</param>
/// <param name="Slot">Which input, state, parameter or tape slot a leaf reads.</param>
/// <param name="Bits">The bits of a constant: a float by value would make −0 equal to 0.</param>
/// <param name="Surrogate">The surrogate of a spike or of its derivative.</param>
internal sealed record Node(
    Op Op,
    ValueType Type,
    EquatableArray<int> Operands,
    int Slot = 0,
    int Bits = 0,
    Surrogate? Surrogate = null)
{
    /// <summary>The user's name for it, with a number where a variable is assigned again; null for a temporary.</summary>
    public string? Name { get; init; }

    /// <summary>Index of the statement of <c>Step</c> that it comes from, or −1.</summary>
    public int Statement { get; init; } = -1;

    /// <summary>The value of a constant.</summary>
    public float Value => Floats.FromBits(Bits);

    public bool IsLeaf => Operands.Count == 0;
}
