namespace Sgl;

/// <summary>The memory that a pass keeps beside that of its layers.</summary>
/// <param name="graph">The layers and how they are joined.</param>
/// <param name="on">Where they compute.</param>
internal sealed class PassMemory(LayerGraph graph, Backend on)
{
    private readonly KeptMemory<float>[] _outputs = Several(on, graph.Outputs.Length);
    private readonly KeptMemory<float>[] _sums = Several(on, graph.EdgeCount + graph.Outputs.Length);
    private readonly KeptMemory<float>[] _totals = Several(on, graph.Layers.Length);
    private readonly KeptMemory<float>[] _states = Several(on, 1 + Cycles(graph));
    private readonly KeptMemory<float>[] _puts = Several(on, Puts(graph));
    private readonly KeptSpikes[] _spikes = [.. Enumerable.Range(0, Puts(graph)).Select(_ => on.KeepSpikes())];

    /// <summary>Room for an output of all chunks.</summary>
    public Signal TakeOutput(int output, int steps, int batch, int features) =>
        new(_outputs[output].Take("the output of all chunks", steps, batch, features), steps, batch, features, isConstant: false);

    /// <summary>A gradient of 0, constant over time, of what an input of a layer reads.</summary>
    /// <param name="edge">Which input of which layer, as <see cref="LayerGraph.Edge"/> counts them, then each output.</param>
    /// <param name="like">What it reads, of all time steps.</param>
    public Signal TakeSum(int edge, Signal like)
    {
        View<float> sum = _sums[edge].Take((long)like.Batch * like.Features);
        on.Fill(0f, sum);
        return new Signal(sum, like.Steps, like.Batch, like.Features, isConstant: true);
    }

    /// <summary>A copy of a part of the gradient of a layer's output, for others to be added to.</summary>
    public Signal TakeTotal(int layer, Signal part)
    {
        View<float> total = _totals[layer].Take(part.Values.Length);
        on.Copy(part.Values, total);
        return new Signal(total, part.Steps, part.Batch, part.Features, part.IsConstant);
    }

    /// <summary>Room for states.</summary>
    /// <param name="states">Of which layers.</param>
    /// <param name="place">At which boundary: 0 and on.</param>
    /// <param name="places">How many there will be.</param>
    /// <param name="length">Number of floats at each.</param>
    public View<float> TakeStates(StateSet states, int place, int places, long length)
    {
        int row = (int)Math.Min(length, int.MaxValue);
        return _states[states.Index].Take("the states at the boundaries of chunks or steps", places, 1, row).Slice(place * length, length);
    }

    /// <summary>Puts one time step of a signal beside others.</summary>
    /// <param name="signal">Which signal: a layer's output, or behind those the gradient of what an input of a layer reads.</param>
    /// <param name="part">[1, B, F].</param>
    /// <param name="step">Which step it is.</param>
    /// <param name="steps">T.</param>
    /// <returns>[T, B, F].</returns>
    public Signal Put(int signal, Signal part, int step, int steps)
    {
        if (part.IsSpikes) return _spikes[signal].Put(part, step, steps);
        long row = (long)part.Batch * part.Features;
        View<float> values = _puts[signal].Take("a signal of a cycle", steps, part.Batch, part.Features);
        on.Copy(part.Values, values.Slice(step * row, row));
        return new Signal(values, steps, part.Batch, part.Features, isConstant: false) { IsBinary = part.IsBinary };
    }

    private static KeptMemory<float>[] Several(Backend on, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => on.Keep<float>())];

    private static int Cycles(LayerGraph graph) => graph.Parts.Count(part => part.IsCycle);

    // What passes into and out of cycles.
    private static int Puts(LayerGraph graph) => Cycles(graph) > 0 ? graph.Layers.Length + graph.EdgeCount : 0;
}
