namespace Sgl;

/// <summary>
/// Runs layers forward and backward through time that is cut into chunks, on any device. A single chunk is the plain
/// pass, layer by layer.
/// </summary>
/// <remarks>
/// The first layers of a constant input are run once for all time steps, before the chunks and after them. Every sum
/// over time goes from the last step to the first, so it has the same bits wherever time is cut.
/// </remarks>
/// <typeparam name="TSignal">The signals of the device.</typeparam>
/// <param name="layers">From input to output.</param>
internal abstract class ScheduledPass<TSignal>(IPassLayer<TSignal>[] layers)
    where TSignal : struct, ISignal<TSignal>
{
    private TimeCut _cut;
    private TSignal _output;
    private bool _isForTraining;
    private CancellationToken _cancellation;

    // The first layer that runs in chunks, and its input.
    private int _first;
    private TSignal _input;

    /// <summary>How many passes all layers have begun: it changes whenever one of them gets other states.</summary>
    public long Passes
    {
        get
        {
            long passes = 0;
            foreach (IPassLayer<TSignal> layer in layers) passes += layer.States?.Passes ?? 0;
            return passes;
        }
    }

    /// <summary>Forward through all time steps.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public TSignal Forward(TSignal input, bool training, TimeCut cut, CancellationToken cancellation = default)
    {
        (_cut, _cancellation, _isForTraining, _first) = (cut, cancellation, false, 0);
        for (; _first < layers.Length && input.IsConstant && layers[_first].KeepsConstant; _first++)
        {
            cancellation.ThrowIfCancellationRequested();
            input = layers[_first].Forward(input, training);
        }

        _input = input;
        _output = _first == layers.Length ? input : ForwardChunks(training);
        _isForTraining = training;
        return _output;
    }

    /// <summary>One time step of all layers, from the states that the last one left.</summary>
    public TSignal Step(TSignal input, bool goesOn)
    {
        _isForTraining = false;
        foreach (IPassLayer<TSignal> layer in layers)
        {
            layer.States?.BeforeForward(goesOn);
            input = layer.Forward(input, training: false);
            layer.States?.Reset();
        }

        return input;
    }

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Backward(TSignal gradient, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        if (!_isForTraining)
            throw new InvalidOperationException("There is no forward pass with training = true to go back through.");
        if ((gradient.Steps, gradient.Batch, gradient.Features) != (_output.Steps, _output.Batch, _output.Features))
        {
            throw new ArgumentException(
                $"The network gave an output of [{_output.Steps}, {_output.Batch}, {_output.Features}]; the gradient "
                + $"is [{gradient.Steps}, {gradient.Batch}, {gradient.Features}].");
        }

        if (_first < layers.Length) gradient = BackwardChunks(gradient);
        for (int i = _first - 1; i >= 0; i--)
        {
            cancellation.ThrowIfCancellationRequested();
            gradient = layers[i].Backward(gradient, needsInputGradient: i > 0);
        }
    }

    /// <summary>Room for the output of all chunks.</summary>
    protected abstract TSignal TakeOutput(int steps, int batch, int features);

    /// <summary>Copies values.</summary>
    protected abstract void Copy(TSignal source, TSignal target);

    /// <summary>A gradient of 0, constant over time, of the shape of a signal.</summary>
    protected abstract TSignal TakeSum(TSignal like);

    /// <summary>Adds the gradients of all time steps, the last one first.</summary>
    protected abstract void AddTo(TSignal sum, TSignal gradient);

    /// <summary>Keeps the states of layers <paramref name="first"/> and after.</summary>
    /// <param name="first">The first layer.</param>
    /// <param name="checkpoint">Where: 0 and on.</param>
    /// <param name="checkpoints">How many there will be.</param>
    /// <param name="batch">B.</param>
    protected abstract void Save(int first, int checkpoint, int checkpoints, int batch);

    /// <summary>Brings states back.</summary>
    /// <inheritdoc cref="Save"/>
    protected abstract void Restore(int first, int checkpoint, int checkpoints, int batch);

    private TSignal ForwardChunks(bool training)
    {
        int last = _cut.Chunks - 1;
        if (last == 0) return ForwardChunk(0, training);
        TSignal outputs = TakeOutput(_cut.Total, _input.Batch, layers[^1].Outputs);
        for (int chunk = 0; chunk <= last; chunk++)
        {
            if (training && chunk > 0 && chunk < last) Save(_first, chunk - 1, _cut.Checkpoints, _input.Batch);
            Copy(ForwardChunk(chunk, training && chunk == last), _cut.Part(outputs, chunk));
        }

        return outputs;
    }

    private TSignal ForwardChunk(int chunk, bool training)
    {
        TSignal signal = _cut.Part(_input, chunk);
        for (int i = _first; i < layers.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            layers[i].States?.BeforeForward(goesOn: chunk > 0);
            signal = layers[i].Forward(signal, training);
            layers[i].States?.Reset();
        }

        return signal;
    }

    // Returns the gradient of the input of the chunks, for the layers before them.
    private TSignal BackwardChunks(TSignal gradient)
    {
        int last = _cut.Chunks - 1;
        if (last == 0) return BackwardChunk(0, gradient);
        TSignal sum = _first > 0 ? TakeSum(_input) : default;
        for (int chunk = last; chunk >= 0; chunk--)
        {
            if (chunk < last)
            {
                if (chunk > 0) Restore(_first, chunk - 1, _cut.Checkpoints, _input.Batch);
                ForwardChunk(chunk, training: true);
            }

            TSignal inputGradient = BackwardChunk(chunk, _cut.Part(gradient, chunk));
            if (_first > 0) AddTo(sum, inputGradient);
        }

        return sum;
    }

    private TSignal BackwardChunk(int chunk, TSignal gradient)
    {
        for (int i = layers.Length - 1; i >= _first; i--)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (layers[i].States is { } states)
            {
                states.BeforeBackward(goesOn: chunk < _cut.Chunks - 1, isContinued: chunk > 0);
                if (_cut.Truncates) states.Truncate();
            }

            gradient = layers[i].Backward(gradient, needsInputGradient: i > 0);
            layers[i].States?.Reset();
        }

        return gradient;
    }
}
