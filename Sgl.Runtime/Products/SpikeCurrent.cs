namespace Sgl;

/// <summary>
/// The current b + s·Wᵀ that spikes s send through synapses, not computed yet: whoever is driven by it computes one
/// <see cref="CurrentTile"/> after the other, in memory that stays in the cache, so that the whole never goes to memory.
/// The bits are those of the <see cref="SpikeProduct"/>.
/// </summary>
/// <param name="weight">W, [outputs, inputs].</param>
/// <param name="bias">b, [outputs], or null where there is none.</param>
internal sealed class SpikeCurrent(Parameter weight, Parameter? bias) : PendingValues
{
    private readonly PackedWeights _packed = new();
    private readonly KeptWeights _kept = new(weight);

    // Where the weights are while they are packed: borrowed, because layers take turns.
    private Scratch? _place;

    /// <inheritdoc/>
    public override int Steps => Spikes.Steps;

    /// <inheritdoc/>
    public override int Batch => Spikes.Batch;

    /// <summary>s, [T, B, inputs].</summary>
    public SpikeMatrix Spikes { get; set; }

    /// <summary>
    /// [T, B, outputs]: where the current would be if it were in memory; what takes the place of a current may take this.
    /// Empty outside of training.
    /// </summary>
    public Memory<float> Place { get; set; }

    /// <summary>How it is best cut.</summary>
    public CurrentTile Tile => new(Spikes.Steps, Spikes.Batch, Outputs);

    private int Outputs => weight.Shape[0];

    private int Inputs => weight.Shape[1];

    private Matrix Weights => new(weight.Stored, Outputs, Inputs);

    private ReadOnlyMemory<float> Bias => bias?.Stored ?? default;

    /// <summary>Floats of the weights that are kept packed for streams.</summary>
    public long KeptLength => _kept.Length;

    /// <summary>Computes all of it, of one step of a stream: the weights stay packed until the next one.</summary>
    /// <param name="current">[1, B, outputs]; written.</param>
    /// <param name="workers">The threads to use.</param>
    public void ComputeStep(Memory<float> current, Workers workers) =>
        SpikeProduct.Multiply(Spikes, _kept.Take(workers), Bias, current, workers);

    /// <inheritdoc/>
    public override void Compute(Memory<float> values, Workers workers)
    {
        PackAll(workers);
        SpikeProduct.Multiply(Spikes, _packed, Bias, values, workers);
        Release();
    }

    /// <summary>Lists the spikes for all tiles, and packs the weights that tiles do not pack.</summary>
    /// <param name="workers">The threads to use.</param>
    public SpikeLists Begin(Workers workers)
    {
        if (!Tile.HasOwnPanels) PackAll(workers);
        return SpikeProduct.List(Spikes, workers);
    }

    /// <summary>Gives back what <see cref="Begin"/> took.</summary>
    /// <param name="lists">What it returned.</param>
    public void End(SpikeLists lists)
    {
        lists.Return();
        Release();
    }

    /// <summary>
    /// Packs the weights of some neurons, whose tiles use them at once, while they are in the cache; null where all weights
    /// are packed.
    /// </summary>
    /// <param name="column">The first neuron of a tile.</param>
    public Scratch? Pack(int column)
    {
        CurrentTile tile = Tile;
        if (!tile.HasOwnPanels) return null;
        int width = SpikeProduct.ColumnBlock, columns = Math.Min(tile.Columns, Outputs - column);
        var panels = Scratch.Rent(Sizes.Product("A dense layer", "a panel of weights", Inputs, Packing.Panels(columns, width), width));
        Packing.PackPanels(Weights, column, columns, SumOrder.Upwards, 0, Inputs, width, panels.Span);
        return panels;
    }

    /// <summary>Computes the current of some neurons of some samples.</summary>
    /// <param name="lists">The spikes.</param>
    /// <param name="panels">What <see cref="Pack"/> gave for the first neuron.</param>
    /// <param name="sample">The first sample.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="column">The first neuron of each; a multiple of <see cref="SpikeProduct.ColumnBlock"/>.</param>
    /// <param name="columns">Number of neurons of each.</param>
    /// <param name="current">[T, samples, columns]; written.</param>
    public void Compute(
        SpikeLists lists, Scratch? panels, int sample, int samples, int column, int columns, Span<float> current)
    {
        var rows = new RowGrid(sample, Spikes.Steps, samples, Spikes.Batch);
        ReadOnlySpan<float> weights = panels is { } own ? own.Span : _packed.From(column / SpikeProduct.ColumnBlock);
        ReadOnlySpan<float> bias = Bias.IsEmpty ? default : Bias.Span.Slice(column, columns);
        SpikeProduct.MultiplyTile(lists, rows, weights, Inputs, columns, bias, current);
    }

    private void PackAll(Workers workers)
    {
        var place = Scratch.Rent(PackedWeights.LengthFor(Inputs, Outputs));
        _packed.PackTo(place.Memory, Weights.Transpose(), workers);
        _place = place;
    }

    private void Release()
    {
        _place?.Dispose();
        _place = null;
    }
}
