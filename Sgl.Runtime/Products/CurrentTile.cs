namespace Sgl;

/// <summary>
/// How a <see cref="SpikeCurrent"/> is cut: into all time steps of some samples and, where they have more neurons than a
/// panel of weights has columns, of the neurons of a panel or two. So a panel is brought to the cache once for many rows.
/// </summary>
internal readonly record struct CurrentTile
{
    // 512 KiB, half of an L2 cache: a panel of weights has its place beside it.
    private const int CachedFloats = 128 * 1024;

    // 256 KiB where tiles of the same neurons follow each other: their panels stay, so that few rows of each cost nothing.
    private const int CachedPanelFloats = 64 * 1024;

    // So many rows make up for bringing a panel to the cache.
    private const int LeastRows = 32;

    /// <summary>Cuts a current of T steps, B samples and F neurons.</summary>
    public CurrentTile(int steps, int batch, int features)
    {
        int most, block = SpikeProduct.ColumnBlock;
        if (features > block && features * sizeof(float) % KernelMemory.CacheLine == 0)
        {
            most = CachedPanelFloats / steps;
            Columns = CoreCache.IsHuge && most >= 2 * block ? Math.Min(2 * block, features) : block;
            HasOwnPanels = Columns < features;
        }
        else
        {
            // Pieces of such rows begin and end within cache lines, which are then written twice: the fewer the better.
            most = Math.Min(CachedFloats / steps, ForwardTile.MaxWidth);
            Columns = most >= features ? features : Math.Min(features, Math.Max(1, most / block) * block);
        }

        Samples = Math.Clamp(most / Columns, 1, batch);
        Pays = steps * Samples >= LeastRows && features > SpikeKernel.NarrowWidth;
    }

    /// <summary>Samples of a tile; the last one may have fewer.</summary>
    public int Samples { get; }

    /// <summary>Neurons of each sample; the last tile may have fewer.</summary>
    public int Columns { get; }

    /// <summary>Whether the tiles have rows enough; else the whole product is quicker.</summary>
    public bool Pays { get; }

    /// <summary>
    /// Whether the tiles of the same neurons follow each other, and the panels of their weights are packed just before the
    /// first of them; else all panels are packed before all tiles.
    /// </summary>
    public bool HasOwnPanels { get; }
}
