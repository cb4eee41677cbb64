namespace Sgl;

/// <summary>What a layer offers and accepts, whatever its neighbours are. A network plans by it.</summary>
[Flags]
public enum LayerTraits
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>
    /// An input that is constant over time gives an output that is. The layer is then run once for all time steps, however
    /// a schedule cuts them.
    /// </summary>
    KeepsConstant = 1,

    /// <summary>The layer takes spikes as bits, see <see cref="Signal.IsSpikes"/>. Others are given floats.</summary>
    TakesBits = 2,

    /// <summary>The output is spikes.</summary>
    GivesSpikes = 4,

    /// <summary>The layer can give its spikes as bits, see <see cref="Edges.GivesBits"/>.</summary>
    GivesBits = 8,

    /// <summary>
    /// The layer never reads its output again once a forward pass has returned it: the layer after it may then write over
    /// it, see <see cref="Edges.MayOverwriteInput"/>.
    /// </summary>
    ReleasesOutput = 16,

    /// <summary>
    /// The gradient that the layer returns is in memory of its own, or of the gradient that it was allowed to overwrite, see
    /// <see cref="Edges.MayOverwriteGradient"/>: the layer before it may then write over it.
    /// </summary>
    ReleasesGradient = 32,
}
