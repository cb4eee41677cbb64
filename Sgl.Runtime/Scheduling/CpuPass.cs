namespace Sgl;

/// <summary>The pass on the processor.</summary>
internal sealed class CpuPass : ScheduledPass<Signal>
{
    private readonly LayerStates[][] _layers;
    private readonly Workers _workers;
    private readonly GrowingBuffer[] _outputs;
    private readonly GrowingBuffer[] _sums;
    private readonly GrowingBuffer[] _totals;
    private readonly GrowingBuffer[] _states;
    private readonly GrowingBuffer[] _puts;
    private readonly GrowingBits[] _bits;

    /// <param name="graph">The layers and how they are joined.</param>
    /// <param name="workers">The threads to use.</param>
    public CpuPass(LayerGraph graph, Workers workers)
        : base(graph, [.. graph.Layers.Select(layer => new CpuLayer(layer))], workers)
    {
        (_layers, _workers) = ([.. graph.Layers.Select(layer => layer.AllStates())], workers);
        (_outputs, _totals) = (GrowingBuffer.Several(graph.Outputs.Length), GrowingBuffer.Several(graph.Layers.Length));
        _sums = GrowingBuffer.Several(graph.EdgeCount + graph.Outputs.Length);
        int cycles = graph.Parts.Count(part => part.IsCycle);
        _states = GrowingBuffer.Several(1 + cycles);
        _puts = GrowingBuffer.Several(cycles > 0 ? graph.Layers.Length + graph.EdgeCount : 0);
        _bits = [.. _puts.Select(_ => new GrowingBits())];
    }

    protected override Signal TakeOutput(int output, int steps, int batch, int features) =>
        new(_outputs[output].Take(Sizes.Product("The network", "the output of all chunks", steps, batch, features)), steps, batch, features);

    protected override void Copy(Signal source, Signal target)
    {
        for (int t = 0; t < source.Steps; t++) source.At(t).CopyTo(target.Data.Span[(t * target.Plane.Stride)..]);
    }

    protected override Signal TakeSum(int edge, Signal like)
    {
        Memory<float> sum = _sums[edge].Take(like.Batch * like.Features);
        sum.Span.Clear();
        return new Signal(sum, like.Steps, like.Batch, like.Features, isConstant: true);
    }

    protected override void AddTo(Signal sum, Signal gradient) =>
        Rows.AddTo(sum.Data, gradient.Data, _workers, downwards: true);

    protected override Signal TakeTotal(int layer, Signal part)
    {
        Memory<float> total = _totals[layer].Take(part.Data.Length);
        part.Data.CopyTo(total);
        return new Signal(total, part.Steps, part.Batch, part.Features, part.IsConstant);
    }

    protected override void Add(Signal total, Signal part) => Rows.AddTo(total.Data, part.Data, _workers);

    protected override void Save(StateSet states, int place, int places, int batch)
    {
        Span<float> target = PlaceOf(states, place, places, batch);
        foreach (int i in states.Layers)
            foreach (LayerStates own in AreConstant[i] ? [] : _layers[i]) target = own.Save(target);
    }

    protected override void Restore(StateSet states, int place, int places, int batch)
    {
        ReadOnlySpan<float> source = PlaceOf(states, place, places, batch);
        foreach (int i in states.Layers)
            foreach (LayerStates own in AreConstant[i] ? [] : _layers[i]) source = own.Restore(source);
    }

    protected override Signal Put(int signal, Signal part, int step, int steps)
    {
        (int batch, int features) = (part.Batch, part.Features);
        if (part.IsSpikes)
        {
            int stride = Signal.SpikeStride(batch, features);
            Memory<byte> bits = _bits[signal].Take(Sizes.Product("The network", "the spikes of a cycle", steps, stride));
            part.Bits[..stride].CopyTo(bits[(step * stride)..]);
            return new Signal(bits, steps, batch, features);
        }

        int row = batch * features;
        Memory<float> values = _puts[signal].Take(Sizes.Product("The network", "a signal of a cycle", steps, row));
        part.Data.CopyTo(values[(step * row)..]);
        return new Signal(values, steps, batch, features);
    }

    // What its reader would compute, tile by tile, is computed whole.
    protected override Signal Whole(Signal signal)
    {
        if (signal is { Current: null, Sent: null }) return signal;
        var values = new float[Sizes.Product("The network", "a signal that is observed", signal.Rows, signal.Features)];
        signal.Current?.Compute(values, _workers);
        signal.Sent?.Compute(0, signal.Batch * signal.Features, values);
        return new Signal(values, signal.Steps, signal.Batch, signal.Features);
    }

    protected override Signal Read(Signal signal) => Whole(signal);

    protected override void Wait()
    {
    }

    private Span<float> PlaceOf(StateSet states, int place, int places, int batch)
    {
        long all = 0;
        foreach (int i in states.Layers)
            foreach (LayerStates own in AreConstant[i] ? [] : _layers[i]) all += own.Length(batch);
        int length = (int)Math.Min(all, int.MaxValue);
        int total = Sizes.Product("The network", "the states at the boundaries of chunks or steps", places, length);
        return _states[states.Index].Take(total).Span.Slice(place * length, length);
    }

    private sealed class CpuLayer(Layer layer) : IPassLayer<Signal>
    {
        public Layer Layer => layer;

        public int Outputs => layer.Outputs;

        public IPassStates? States { get; } = InnerStates.Of(layer.AllStates());

        public IDelayLine<Signal>? Line => layer as IDelayLine<Signal>;

        public Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass) => layer.Forward(inputs, pass);

        public void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
            layer.Backward(outputGradient, inputGradients, pass);

        public ReadOnlyMemory<float> ReadValues(int parameter) => layer.Parameters[parameter].Stored;

        public ReadOnlyMemory<float> ReadGradients(int parameter) => layer.Parameters[parameter].Gradient;
    }
}
