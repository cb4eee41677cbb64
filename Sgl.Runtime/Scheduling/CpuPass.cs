namespace Sgl;

/// <summary>The pass on the processor.</summary>
internal sealed class CpuPass : ScheduledPass<Signal>
{
    private readonly Layer[] _layers;
    private readonly Workers _workers;
    private readonly GrowingBuffer _outputs = new();
    private readonly GrowingBuffer _checkpoints = new();
    private readonly GrowingBuffer _summedGradient = new();

    /// <param name="layers">From input to output.</param>
    /// <param name="edges">How they are joined.</param>
    /// <param name="workers">The threads to use.</param>
    public CpuPass(Layer[] layers, Edges[] edges, Workers workers)
        : base([.. layers.Select(layer => new CpuLayer(layer))], edges, workers) => (_layers, _workers) = (layers, workers);

    protected override Signal TakeOutput(int steps, int batch, int features) =>
        new(_outputs.Take(Sizes.Product("The network", "the output of all chunks", steps, batch, features)), steps, batch, features);

    protected override void Copy(Signal source, Signal target)
    {
        for (int t = 0; t < source.Steps; t++) source.At(t).CopyTo(target.Data.Span[(t * target.Plane.Stride)..]);
    }

    protected override Signal TakeSum(Signal like)
    {
        Memory<float> sum = _summedGradient.Take(like.Batch * like.Features);
        sum.Span.Clear();
        return new Signal(sum, like.Steps, like.Batch, like.Features, isConstant: true);
    }

    protected override void AddTo(Signal sum, Signal gradient) =>
        Rows.AddTo(sum.Data, gradient.Data, _workers, downwards: true);

    protected override void Save(int first, int checkpoint, int checkpoints, int batch)
    {
        Span<float> target = Checkpoint(first, checkpoint, checkpoints, batch);
        for (int i = first; i < _layers.Length; i++)
            if (_layers[i].States is { } states) target = states.Save(target);
    }

    protected override void Restore(int first, int checkpoint, int checkpoints, int batch)
    {
        ReadOnlySpan<float> source = Checkpoint(first, checkpoint, checkpoints, batch);
        for (int i = first; i < _layers.Length; i++)
            if (_layers[i].States is { } states) source = states.Restore(source);
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

    private Span<float> Checkpoint(int first, int checkpoint, int checkpoints, int batch)
    {
        long all = 0;
        for (int i = first; i < _layers.Length; i++)
            if (_layers[i].States is { } states) all += states.Length(batch);
        int length = (int)Math.Min(all, int.MaxValue);
        int total = Sizes.Product("The network", "the states at the boundaries of chunks", checkpoints, length);
        return _checkpoints.Take(total).Span.Slice(checkpoint * length, length);
    }

    private sealed class CpuLayer(Layer layer) : IPassLayer<Signal>
    {
        public Layer Layer => layer;

        public int Outputs => layer.Outputs;

        public IPassStates? States => layer.States;

        public Signal Forward(Signal input, Pass pass) => layer.Forward(input, pass);

        public Signal Backward(Signal outputGradient, Pass pass) => layer.Backward(outputGradient, pass);

        public ReadOnlyMemory<float> ReadValues(int parameter) => layer.Parameters[parameter].Value;

        public ReadOnlyMemory<float> ReadGradients(int parameter) => layer.Parameters[parameter].Gradient;
    }
}
