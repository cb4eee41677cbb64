namespace Sgl;

/// <summary>
/// How a <see cref="SpikeCurrent"/> is cut: into all time steps of all neurons of some samples or, where that is too much
/// for a cache, of some neurons of one sample. Either way the neurons of a tile lie side by side in a row [B·F].
/// </summary>
internal readonly record struct CurrentTile
{
    // 512 KiB, half of an L2 cache: a panel of weights has its place beside it.
    private const int CachedFloats = 128 * 1024;

    // A panel of weights is brought to the cache once for the rows of a tile; so many make up for it.
    private const int LeastRows = 32;

    /// <summary>Cuts a current of T steps, B samples and F neurons.</summary>
    public CurrentTile(int steps, int batch, int features)
    {
        int width = Math.Min(ForwardTile.MaxWidth, CachedFloats / steps);
        Samples = Math.Clamp(width / features, 1, batch);
        int block = SpikeProduct.ColumnBlock;
        Columns = width >= features ? features : Math.Min(features, Math.Max(1, width / block) * block);
        Pays = steps * Samples >= LeastRows;
    }

    /// <summary>Samples of a tile; the last one may have fewer.</summary>
    public int Samples { get; }

    /// <summary>Neurons of each sample; the last tile may have fewer.</summary>
    public int Columns { get; }

    /// <summary>Whether the tiles have rows enough; else the whole product is quicker.</summary>
    public bool Pays { get; }
}
