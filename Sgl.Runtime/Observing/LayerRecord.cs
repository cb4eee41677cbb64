namespace Sgl;

/// <summary>What a <see cref="Recorder"/> has kept of a layer: S samples and N neurons of it, over some time steps.</summary>
public sealed class LayerRecord
{
    private readonly StepRing _ring;
    private readonly int _width;
    private readonly bool _hasGradients;
    private readonly bool _hasStates;
    private readonly int _stateRows;

    // The first step whose gradient has come; the sum over all steps, where that is all there is.
    private int _firstGradient = int.MaxValue;
    private float[]? _summedGradient;

    internal LayerRecord(
        int index, Layer layer, int steps, int[] samples, int[] neurons, bool recordsGradients, bool recordsStates)
    {
        (Index, Layer, Samples, Neurons) = (index, layer, samples, neurons);
        _width = Sizes.Product(layer, "a recorded time step", samples.Length, neurons.Length);
        StateNames = recordsStates ? layer.StateNames : [];
        (_hasGradients, _hasStates, _stateRows) = (recordsGradients, StateNames.Count > 0, recordsGradients ? 2 : 1);
        _ring = new StepRing(steps, Sizes.Product(layer, "a recorded time step", _width, _stateRows + StateNames.Count));
    }

    /// <summary>Which layer, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>Which samples: S of them.</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>Which neurons: N of them.</summary>
    public IReadOnlyList<int> Neurons { get; }

    /// <summary>The names of the states that are recorded.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The first time step that was kept.</summary>
    public int FirstStep => _ring.First;

    /// <summary>How many time steps were kept; 0 before the first pass.</summary>
    public int Steps => _ring.End - _ring.First;

    /// <summary>The outputs, [<see cref="Steps"/>, S, N]; a copy.</summary>
    /// <exception cref="InvalidOperationException">There was no pass yet.</exception>
    public Signal Outputs => Copy(0);

    /// <summary>
    /// dL/d(output), [<see cref="Steps"/>, S, N]; a copy. Constant, and the sum over all time steps, where only that is
    /// known: see <see cref="LayerGradient.Gradient"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No backward pass followed the last forward pass, or none was to be recorded.</exception>
    public Signal Gradients
    {
        get
        {
            if (!_hasGradients) throw new InvalidOperationException("The recorder was created with RecordsGradients = false.");
            RequireSteps();
            if (_summedGradient is not null)
                return new Signal(_summedGradient.ToArray(), Steps, Samples.Count, Neurons.Count, isConstant: true);
            return _firstGradient <= FirstStep
                ? Copy(1)
                : throw new InvalidOperationException($"No backward pass has followed the forward pass of layer {Index}, {Layer}.");
        }
    }

    /// <summary>A state after each time step, [<see cref="Steps"/>, S, N]; a copy.</summary>
    /// <param name="name">One of <see cref="StateNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such state, or states were not to be recorded.</exception>
    /// <exception cref="InvalidOperationException">There was no pass yet.</exception>
    public Signal States(string name)
    {
        int state = StateNames.ToList().IndexOf(name);
        if (state >= 0) return Copy(_stateRows + state);
        throw new ArgumentException(
            $"Layer {Index}, {Layer}, has no record of a state '{name}'; it has "
            + (_hasStates ? string.Join(", ", StateNames) : "none: see Recorder.RecordsStates") + ".",
            nameof(name));
    }

    internal long Bytes => _ring.Bytes;

    internal void AddStates(LayerForward pass, int step, ReadOnlySpan<float> states)
    {
        if (step == 0) Restart();
        _ring.Reach(step, 1);
        int length = pass.Batch * Layer.Outputs;
        for (int state = 0; state < StateNames.Count; state++)
        {
            Span<float> target = Part(step, _stateRows + state);
            ReadOnlySpan<float> row = states.Slice(state * length, length);
            for (int i = 0; i < _width; i++) target[i] = row[At(i, pass.Batch)];
        }
    }

    internal void AddOutputs(LayerForward pass)
    {
        // Where states are recorded, they have come first and begun anew.
        if (pass.FirstStep == 0 && !_hasStates) Restart();
        _ring.Reach(pass.FirstStep, pass.Steps);
        Write(pass, pass.Output, 0);
    }

    internal void AddGradients(LayerGradient pass)
    {
        if (!pass.Gradient.IsConstant)
        {
            Write(pass, pass.Gradient, 1);
            _firstGradient = pass.FirstStep;
            return;
        }

        _summedGradient = new float[_width];
        for (int i = 0; i < _width; i++) _summedGradient[i] = pass.Gradient.Data.Span[At(i, pass.Batch)];
    }

    private void Restart()
    {
        _ring.Restart(0);
        (_firstGradient, _summedGradient) = (int.MaxValue, null);
    }

    private void Write(LayerPass pass, Signal signal, int part)
    {
        int end = Math.Min(pass.FirstStep + pass.Steps, _ring.End);
        for (int step = Math.Max(pass.FirstStep, FirstStep); step < end; step++)
        {
            Span<float> target = Part(step, part);
            for (int i = 0; i < _width; i++) target[i] = signal.Value(step - pass.FirstStep, At(i, pass.Batch));
        }
    }

    // Where in a row [B, F] the i-th of what is recorded is.
    private int At(int i, int batch)
    {
        int sample = Samples[i / Neurons.Count];
        if (sample < batch) return sample * Layer.Outputs + Neurons[i % Neurons.Count];
        throw new InvalidOperationException($"The recorder is to record sample {sample}; the batch has {batch}.");
    }

    private Span<float> Part(int step, int part) => _ring.Row(step).Slice(part * _width, _width);

    private Signal Copy(int part)
    {
        RequireSteps();
        var values = new float[Sizes.Product(Layer, "the record", Steps, _width)];
        for (int t = 0; t < Steps; t++) Part(FirstStep + t, part).CopyTo(values.AsSpan(t * _width));
        return new Signal(values, Steps, Samples.Count, Neurons.Count);
    }

    private void RequireSteps()
    {
        if (Steps == 0) throw new InvalidOperationException($"Layer {Index}, {Layer}, has not run while it was observed.");
    }
}
