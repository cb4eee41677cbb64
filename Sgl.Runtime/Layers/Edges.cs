namespace Sgl;

/// <summary>
/// In which form a layer of a network is given its input and hands on its output, and what it may overwrite. The
/// network plans it from the <see cref="LayerTraits"/> of all layers; <c>default</c> is a layer on its own.
/// </summary>
public readonly record struct Edges
{
    /// <summary>Whether the input is spikes as bits in every pass.</summary>
    public bool TakesBits { get; init; }

    /// <summary>Whether the output is to be bits. Only a layer that <see cref="LayerTraits.GivesBits"/> is asked for them.</summary>
    public bool GivesBits { get; init; }

    /// <summary>
    /// Whether only this layer needs its input: what it keeps for the backward pass may then take the same place.
    /// </summary>
    public bool MayOverwriteInput { get; init; }

    /// <summary>
    /// Whether only this layer needs the gradient that its backward pass is given: its result may then take the same place.
    /// </summary>
    public bool MayOverwriteGradient { get; init; }

    /// <summary>
    /// Whether nothing reads the output that the layer returns, only <see cref="NamedOutputs"/>: its values may be anything, and
    /// a gradient that is given for it is not one.
    /// </summary>
    internal bool DiscardsOutput { get; init; }

    /// <summary>Which other outputs are read, in order, see <see cref="NamedOutput"/>; null is none.</summary>
    internal int[]? NamedOutputs { get; init; }

    /// <summary>Whether the layer after it computes the current where it reads it, see <see cref="SpikeCurrent"/>.</summary>
    internal bool GivesCurrent { get; init; }

    /// <summary>Whether the layer before it computes the gradient where it reads it, see <see cref="SynapseGradient"/>.</summary>
    internal bool GivesGradient { get; init; }
}
