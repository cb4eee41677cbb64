namespace Sgl;

/// <summary>What a layer and a neighbour can compute together, tile by tile, without the whole signal in memory.</summary>
[Flags]
internal enum Fusions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The layer takes a current that it computes itself, see <see cref="SpikeCurrent"/>.</summary>
    TakesCurrent = 1,

    /// <summary>The layer can let the layer after it compute its current.</summary>
    GivesCurrent = 2,

    /// <summary>The layer takes a gradient of its output that it computes itself, see <see cref="SynapseGradient"/>.</summary>
    TakesGradient = 4,

    /// <summary>The layer can let the layer before it compute its gradient.</summary>
    GivesGradient = 8,
}
