namespace Sgl;

/// <summary>Layers whose states a pass keeps together.</summary>
/// <param name="Index">The number of the set among those of the pass.</param>
/// <param name="Layers">The layers.</param>
internal sealed record StateSet(int Index, int[] Layers);
