namespace Sgl;

/// <summary>
/// The current b + s·W that spikes s send through synapses, not computed yet: whoever is driven by it computes one
/// <see cref="CurrentTile"/> after the other, in memory that stays in the cache, so that the whole never goes to memory.
/// The bits are those of the <see cref="SpikeProduct"/>.
/// </summary>
/// <param name="weights">W, packed.</param>
/// <param name="bias">b, [outputs], or null where there is none.</param>
internal sealed class SpikeCurrent(PackedWeights weights, Parameter? bias)
{
    /// <summary>s, [T, B, inputs].</summary>
    public SpikeMatrix Spikes { get; set; }

    /// <summary>How it is best cut.</summary>
    public CurrentTile Tile => new(Spikes.Steps, Spikes.Batch, weights.Outputs);

    private ReadOnlyMemory<float> Bias => bias?.Value ?? default;

    /// <summary>Computes all of it.</summary>
    /// <param name="current">[T, B, outputs]; written.</param>
    /// <param name="workers">The threads to use.</param>
    public void Compute(Memory<float> current, Workers workers) =>
        SpikeProduct.Multiply(Spikes, weights, Bias, current, workers);

    /// <summary>Lists the spikes for all tiles; whoever asked gives the lists back.</summary>
    /// <param name="workers">The threads to use.</param>
    public SpikeLists List(Workers workers) => SpikeProduct.List(Spikes, workers);

    /// <summary>Computes the current of some neurons of some samples.</summary>
    /// <param name="lists">The spikes.</param>
    /// <param name="sample">The first sample.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="column">The first neuron of each; a multiple of <see cref="SpikeProduct.ColumnBlock"/>.</param>
    /// <param name="columns">Number of neurons of each.</param>
    /// <param name="current">[T, samples, columns]; written.</param>
    public void Compute(SpikeLists lists, int sample, int samples, int column, int columns, Span<float> current)
    {
        var rows = new RowGrid(sample, Spikes.Steps, samples, Spikes.Batch);
        SpikeProduct.MultiplyTile(lists, rows, weights, column, columns, Bias.Span, current);
    }
}
