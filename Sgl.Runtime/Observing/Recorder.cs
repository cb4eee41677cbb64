namespace Sgl;

/// <summary>
/// Keeps outputs, their gradients and, if asked, states of some neurons over the last time steps of the last pass; of a
/// <see cref="Stepper"/>, over the last steps since its reset.
/// </summary>
/// <remarks>
/// Memory is bounded: 4 bytes for each step, sample, neuron and quantity that is kept, see <see cref="Bytes"/>. Time steps
/// that a schedule computes twice are recorded once.
/// </remarks>
public sealed class Recorder : PassObserver
{
    private readonly SortedDictionary<int, LayerRecord> _records = [];

    /// <summary>Creates a recorder.</summary>
    /// <param name="steps">The most time steps to keep, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public Recorder(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Steps = steps;
    }

    /// <summary>The most time steps to keep.</summary>
    public int Steps { get; }

    /// <summary>Which layers, counted from 0; null, the default, is all of them.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Which samples of the batch. Default: the first.</summary>
    public IReadOnlyList<int> Samples { get; init; } = [0];

    /// <summary>Which neurons of each layer, where it has them; null, the default, is all of them.</summary>
    public IReadOnlyList<int>? Neurons { get; init; }

    /// <summary>Whether to keep dL/d(output), where there are backward passes. Default true.</summary>
    public bool RecordsGradients { get; init; } = true;

    /// <summary>
    /// Whether to keep states. Default false: a layer runs through its time steps once more for it, see
    /// <see cref="PassObserver.ReadsStates"/>.
    /// </summary>
    public bool RecordsStates { get; init; }

    /// <summary>What the recorder keeps, in bytes.</summary>
    public long Bytes => _records.Values.Sum(record => record.Bytes);

    /// <summary>What was recorded of a layer.</summary>
    /// <param name="layer">Which, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of those that are recorded.</exception>
    public LayerRecord this[int layer] => _records.TryGetValue(layer, out LayerRecord? record)
        ? record
        : throw new ArgumentOutOfRangeException(
            nameof(layer), layer, $"The recorder has layers {string.Join(", ", _records.Keys)}.");

    /// <inheritdoc/>
    protected internal override bool ReadsStates(int layer) => RecordsStates && _records.ContainsKey(layer);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A layer, sample or neuron is none that there can be, or is given twice.</exception>
    protected override void OnAttach(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (_records.Count > 0) return;
        RequireIndices(Samples, int.MaxValue, "samples");
        if (Neurons is not null) RequireIndices(Neurons, int.MaxValue, "neurons");
        if (Layers is not null) RequireIndices(Layers, network.Layers.Count, "layers");
        List<LayerRecord> records = [];
        foreach (int index in Layers ?? [.. Enumerable.Range(0, network.Layers.Count)])
        {
            Layer layer = network.Layers[index];
            int[] neurons = [.. Neurons?.Where(neuron => neuron < layer.Outputs) ?? Enumerable.Range(0, layer.Outputs)];
            if (neurons.Length == 0)
                throw new ArgumentException($"Layer {index}, {layer}, has none of neurons {string.Join(", ", Neurons!)}.");
            records.Add(new LayerRecord(index, layer, Steps, [.. Samples], neurons, RecordsGradients, RecordsStates));
        }

        foreach (LayerRecord record in records) _records.Add(record.Index, record);
    }

    /// <inheritdoc/>
    protected internal override void OnStates(LayerForward pass, int timeStep, ReadOnlySpan<float> states)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (_records.TryGetValue(pass.Index, out LayerRecord? record)) record.AddStates(pass, timeStep, states);
    }

    /// <inheritdoc/>
    protected internal override void OnForward(LayerForward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (!pass.IsRecomputed && _records.TryGetValue(pass.Index, out LayerRecord? record)) record.AddOutputs(pass);
    }

    /// <inheritdoc/>
    protected internal override void OnGradient(LayerGradient pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (RecordsGradients && _records.TryGetValue(pass.Index, out LayerRecord? record)) record.AddGradients(pass);
    }

    private static void RequireIndices(IReadOnlyList<int> indices, int count, string what)
    {
        if (indices.Count == 0) throw new ArgumentException($"The recorder is given no {what} to record.");
        if (indices.Distinct().Count() < indices.Count)
            throw new ArgumentException($"The recorder is given one of {what} {string.Join(", ", indices)} twice.");
        foreach (int index in indices)
        {
            if (index < 0) throw new ArgumentException($"The recorder is given {index} among its {what}; they begin with 0.");
            if (index >= count)
                throw new ArgumentException($"The recorder is given {index} among its {what}; the network has {count}.");
        }
    }
}
