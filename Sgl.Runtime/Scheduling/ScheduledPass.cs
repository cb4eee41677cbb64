namespace Sgl;

/// <summary>
/// Runs layers forward and backward through time that is cut into chunks. A single chunk is the plain pass, layer by
/// layer.
/// </summary>
/// <remarks>
/// The first layers of a constant input are run once for all time steps, before the chunks and after them. Every sum
/// over time goes from the last step to the first, so it has the same bits wherever time is cut.
/// </remarks>
/// <param name="layers">From input to output.</param>
/// <param name="workers">The threads to use.</param>
internal sealed class ScheduledPass(Layer[] layers, Workers workers)
{
    private readonly GrowingBuffer _outputs = new();
    private readonly GrowingBuffer _checkpoints = new();
    private readonly GrowingBuffer _summedGradient = new();
    private TimeCut _cut;
    private Signal _output;
    private bool _isForTraining;

    // The first layer that runs in chunks, and its input.
    private int _first;
    private Signal _input;

    /// <summary>How many passes all layers have begun: it changes whenever one of them gets other states.</summary>
    public long Passes
    {
        get
        {
            long passes = 0;
            foreach (Layer layer in layers) passes += layer.States?.Passes ?? 0;
            return passes;
        }
    }

    /// <summary>Number of first layers whose output does not change over time.</summary>
    public static int ConstantLayers(IReadOnlyList<Layer> layers, bool isConstant)
    {
        int count = 0;
        while (isConstant && count < layers.Count && layers[count].KeepsConstant) count++;
        return count;
    }

    /// <summary>Forward through all time steps.</summary>
    public Signal Forward(Signal input, bool training, TimeCut cut)
    {
        (_cut, _isForTraining) = (cut, training);
        _first = ConstantLayers(layers, input.IsConstant);
        for (int i = 0; i < _first; i++) input = layers[i].Forward(input, training, workers);
        _input = input;
        _output = _first == layers.Length ? input : ForwardChunks(training);
        return _output;
    }

    /// <summary>One time step of all layers, from the states that the last one left.</summary>
    public Signal Step(Signal input, bool goesOn)
    {
        _isForTraining = false;
        foreach (Layer layer in layers)
        {
            if (layer.States is { } states) states.GoesOn = goesOn;
            input = layer.Forward(input, training: false, workers);
            layer.States?.Reset();
        }

        return input;
    }

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    public void Backward(Signal gradient)
    {
        if (!_isForTraining)
            throw new InvalidOperationException("There is no forward pass with training = true to go back through.");
        if ((gradient.Steps, gradient.Batch, gradient.Features) != (_output.Steps, _output.Batch, _output.Features))
        {
            throw new ArgumentException(
                $"The network gave an output of [{_output.Steps}, {_output.Batch}, {_output.Features}]; the gradient "
                + $"is [{gradient.Steps}, {gradient.Batch}, {gradient.Features}].");
        }

        if (_first < layers.Length) gradient = BackwardChunks(gradient);
        for (int i = _first - 1; i >= 0; i--) gradient = layers[i].Backward(gradient, needsInputGradient: i > 0, workers);
    }

    private Signal ForwardChunks(bool training)
    {
        int last = _cut.Chunks - 1;
        if (last == 0) return ForwardChunk(0, training);
        int features = layers[^1].Outputs;
        int row = checked(_input.Batch * features);
        Memory<float> outputs = _outputs.Take(checked(_cut.Total * row));
        for (int chunk = 0; chunk <= last; chunk++)
        {
            if (training && chunk > 0 && chunk < last) Save(chunk);
            Signal output = ForwardChunk(chunk, training && chunk == last);
            for (int t = 0; t < output.Steps; t++)
                output.At(t).CopyTo(outputs.Span[((chunk * _cut.Steps + t) * row)..]);
        }

        return new Signal(outputs, _cut.Total, _input.Batch, features);
    }

    private Signal ForwardChunk(int chunk, bool training)
    {
        Signal signal = _cut.Part(_input, chunk);
        for (int i = _first; i < layers.Length; i++)
        {
            if (layers[i].States is { } states) states.GoesOn = chunk > 0;
            signal = layers[i].Forward(signal, training, workers);
            layers[i].States?.Reset();
        }

        return signal;
    }

    // Returns the gradient of the input of the chunks, for the layers before them.
    private Signal BackwardChunks(Signal gradient)
    {
        int last = _cut.Chunks - 1;
        if (last == 0) return BackwardChunk(0, gradient);
        Memory<float> sum = _first > 0 ? _summedGradient.Take(_input.Data.Length) : default;
        sum.Span.Clear();
        for (int chunk = last; chunk >= 0; chunk--)
        {
            if (chunk < last)
            {
                if (chunk > 0) Restore(chunk);
                ForwardChunk(chunk, training: true);
            }

            Signal inputGradient = BackwardChunk(chunk, _cut.Part(gradient, chunk));
            if (_first > 0) Rows.AddTo(sum, inputGradient.Data, workers, downwards: true);
        }

        return _first > 0 ? new Signal(sum, _cut.Total, _input.Batch, _input.Features, isConstant: true) : default;
    }

    private Signal BackwardChunk(int chunk, Signal gradient)
    {
        for (int i = layers.Length - 1; i >= _first; i--)
        {
            if (layers[i].States is { } states)
            {
                states.GoesOnBackward = chunk < _cut.Chunks - 1;
                states.IsContinued = chunk > 0;
                if (_cut.Truncates) states.Truncate();
            }

            gradient = layers[i].Backward(gradient, needsInputGradient: i > 0, workers);
            layers[i].States?.Reset();
        }

        return gradient;
    }

    private void Save(int chunk)
    {
        Span<float> target = Checkpoint(chunk);
        for (int i = _first; i < layers.Length; i++)
            if (layers[i].States is { } states) target = states.Save(target);
    }

    private void Restore(int chunk)
    {
        ReadOnlySpan<float> source = Checkpoint(chunk);
        for (int i = _first; i < layers.Length; i++)
            if (layers[i].States is { } states) source = states.Restore(source);
    }

    private Span<float> Checkpoint(int chunk)
    {
        int length = 0;
        for (int i = _first; i < layers.Length; i++)
            if (layers[i].States is { } states) length = checked(length + states.Length(_input.Batch));
        return _checkpoints.Take(checked(_cut.Checkpoints * length)).Span.Slice((chunk - 1) * length, length);
    }
}
