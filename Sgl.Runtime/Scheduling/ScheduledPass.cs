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
/// <param name="edges">How they are joined.</param>
/// <param name="workers">The threads to use, where threads compute.</param>
internal abstract partial class ScheduledPass<TSignal>(IPassLayer<TSignal>[] layers, Edges[] edges, Workers workers)
    where TSignal : struct, ISignal<TSignal>
{
    private TimeCut _cut;
    private TSignal _output;
    private CancellationToken _cancellation;

    // Whether there is a pass for training to go back through, and whether this one is.
    private bool _isForTraining;
    private bool _trains;

    // The time step of a stream that comes next.
    private int _streamed;

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
        (_cut, _cancellation, _isForTraining, _trains, _first) = (cut, cancellation, false, training, 0);
        for (; _first < layers.Length && input.IsConstant && layers[_first].Layer.Traits.HasFlag(LayerTraits.KeepsConstant); _first++)
            input = Forward(_first, input, training, start: 0);

        _input = input;
        _output = _first == layers.Length ? input : ForwardChunks(training);
        _isForTraining = training;
        return _output;
    }

    /// <summary>One time step of all layers, from the states that the last one left.</summary>
    public TSignal Step(TSignal input, bool goesOn)
    {
        (_isForTraining, _trains) = (false, false);
        (_cut, _cancellation) = (new TimeCut(1, 1, false), default);
        int step = goesOn ? _streamed : 0;
        for (int i = 0; i < layers.Length; i++) input = Forward(i, input, training: false, step);
        _streamed = step + 1;
        return input;
    }

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Backward(TSignal gradient, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        if (!_isForTraining)
        {
            throw new InvalidOperationException(
                "There is no forward pass with training = true to go back through, or it has been gone back through.");
        }

        if ((gradient.Steps, gradient.Batch, gradient.Features) != (_output.Steps, _output.Batch, _output.Features))
        {
            throw new ArgumentException(
                $"The network gave an output of [{_output.Steps}, {_output.Batch}, {_output.Features}]; the gradient "
                + $"is [{gradient.Steps}, {gradient.Batch}, {gradient.Features}].");
        }

        _isForTraining = false; // gradients take the place of what forward kept
        if (_first < layers.Length) gradient = BackwardChunks(gradient);
        else if (Observers is not null) TellGradient(_first - 1, gradient, start: 0);
        for (int i = _first - 1; i >= 0; i--) gradient = Backward(i, gradient, start: 0, goesOn: false);
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

    private TSignal ForwardChunk(int chunk, bool training, bool isRecomputed = false)
    {
        TSignal signal = _cut.Part(_input, chunk);
        for (int i = _first; i < layers.Length; i++)
            signal = Forward(i, signal, training, chunk * _cut.Steps, isRecomputed);
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
                ForwardChunk(chunk, training: true, isRecomputed: true);
            }

            TSignal inputGradient = BackwardChunk(chunk, _cut.Part(gradient, chunk));
            if (_first > 0) AddTo(sum, inputGradient);
        }

        return sum;
    }

    private TSignal BackwardChunk(int chunk, TSignal gradient)
    {
        if (Observers is not null) TellGradient(layers.Length - 1, gradient, chunk * _cut.Steps);
        for (int i = layers.Length - 1; i >= _first; i--)
            gradient = Backward(i, gradient, chunk * _cut.Steps, goesOn: chunk < _cut.Chunks - 1);
        return gradient;
    }

    // Some steps of a layer, which go on from those before `start`.
    private TSignal Forward(int i, TSignal input, bool training, int start, bool isRecomputed = false)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Observers is not null) return TellForward(i, input, training, start, isRecomputed);
        return RunForward(i, input, training, goesOn: start > 0);
    }

    // Back through some steps of a layer, from those after them where it goes on.
    private TSignal Backward(int i, TSignal gradient, int start, bool goesOn)
    {
        _cancellation.ThrowIfCancellationRequested();
        return Observers is null
            ? RunBackward(i, gradient, goesOn, isContinued: start > 0)
            : TellBackward(i, gradient, start, goesOn);
    }

    private TSignal RunForward(int i, TSignal input, bool training, bool goesOn)
    {
        IPassStates? states = layers[i].States;
        states?.BeforeForward(goesOn);

        // The first layer of the chunks is given the same input again, and an observer reads each one.
        bool mayOverwrite = edges[i].MayOverwriteInput && i > _first && Observers is null;
        TSignal output = layers[i].Forward(input, new Pass(workers, training)
        {
            Edges = edges[i] with { MayOverwriteInput = mayOverwrite },
        });
        states?.Reset();
        return output;
    }

    private TSignal RunBackward(int i, TSignal gradient, bool goesOn, bool isContinued)
    {
        IPassStates? states = layers[i].States;
        states?.BeforeBackward(goesOn, isContinued);
        if (_cut.Truncates) states?.Truncate();
        gradient = layers[i].Backward(gradient, new Pass(workers, IsTraining: true, NeedsInputGradient: i > 0)
        {
            Edges = edges[i],
            MaySumGradient = _cut.Chunks == 1 && Observers is null,
        });
        states?.Reset();
        return gradient;
    }
}
