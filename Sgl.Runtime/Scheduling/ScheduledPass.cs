namespace Sgl;

/// <summary>
/// Runs the layers of a graph forward and backward through time that is cut into chunks, on any device. A single chunk is
/// the plain pass, layer by layer.
/// </summary>
/// <remarks>
/// Layers whose output is constant over time are run once for all time steps, before the chunks and after them; those of a cycle
/// run step by step within a chunk. Every sum over time goes from the last step to the first, so it has the same bits wherever time is cut. The gradient of what
/// several layers read is summed from the last of them to the first.
/// </remarks>
/// <typeparam name="TSignal">The signals of the device.</typeparam>
internal abstract partial class ScheduledPass<TSignal>
    where TSignal : struct, ISignal<TSignal>
{
    private readonly LayerGraph _graph;
    private readonly IPassLayer<TSignal>[] _layers;
    private readonly Workers _workers;

    // What a layer reads and what its inputs' gradients are; the output of each layer, of the steps at hand, and its gradient.
    private readonly TSignal[][] _given;
    private readonly TSignal[][] _returned;
    private readonly TSignal[] _signals;
    private readonly TSignal[] _gradients;

    // What the chunks have returned so far, where it is summed over them.
    private readonly TSignal[][] _sums;

    // Of what passes into and out of cycles: the steps of a chunk, one beside the other.
    private readonly TSignal[] _whole;
    private readonly TSignal[] _entering;

    // All layers, whose states are kept where time is cut; and by part of the graph those of a cycle, kept before each step.
    private readonly StateSet _states;
    private readonly Cycle?[] _cycles;

    private readonly TSignal[] _inputs;
    private readonly TSignal[] _outputs;
    private readonly TSignal[] _outputGradients;
    private readonly bool[] _areInputsConstant;
    private bool[] _areConstant;
    private TimeCut _cut;
    private CancellationToken _cancellation;

    // Whether there is a pass for training to go back through, and whether this one is.
    private bool _isForTraining;
    private bool _trains;

    // Whether this pass is a step of a stream.
    private bool _isStreamed;

    /// <param name="graph">The layers and how they are joined.</param>
    /// <param name="layers">The same where they compute.</param>
    /// <param name="workers">The threads to use, where threads compute.</param>
    protected ScheduledPass(LayerGraph graph, IPassLayer<TSignal>[] layers, Workers workers)
    {
        (_graph, _layers, _workers) = (graph, layers, workers);
        _given = [.. layers.Select((_, i) => new TSignal[graph.Sources(i).Length])];
        _returned = [.. layers.Select((_, i) => new TSignal[graph.Sources(i).Length])];
        _sums = [.. layers.Select((_, i) => new TSignal[graph.Sources(i).Length])];
        (_signals, _gradients) = (new TSignal[layers.Length], new TSignal[layers.Length]);
        (_inputs, _outputs) = (new TSignal[graph.Inputs.Length], new TSignal[graph.Outputs.Length]);
        _outputGradients = new TSignal[graph.Outputs.Length];
        _areInputsConstant = new bool[_inputs.Length];
        _areConstant = graph.ConstantLayers(_areInputsConstant);
        (_whole, _entering) = (new TSignal[layers.Length], new TSignal[graph.EdgeCount]);
        _states = new StateSet(0, [.. Enumerable.Range(0, layers.Length)]);
        _cycles = [.. graph.Parts.Select(CycleOf)];
    }

    /// <summary>How many passes all layers have begun: it changes whenever one of them gets other states.</summary>
    public long Passes
    {
        get
        {
            long passes = 0;
            foreach (IPassLayer<TSignal> layer in _layers) passes += layer.States?.Passes ?? 0;
            return passes;
        }
    }

    /// <summary>What the last forward pass gave.</summary>
    public ReadOnlySpan<TSignal> Outputs => _outputs;

    /// <summary>Which layers the chunks of the last forward pass leave out, because their output is constant over time.</summary>
    protected ReadOnlySpan<bool> AreConstant => _areConstant;

    /// <summary>Forward through all time steps, of a network of one input and one output.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public TSignal Forward(TSignal input, bool training, TimeCut cut, CancellationToken cancellation = default)
    {
        Forward(new ReadOnlySpan<TSignal>(in input), training, cut, cancellation);
        return _outputs[0];
    }

    /// <summary>Forward through all time steps; <see cref="Outputs"/> has what it gives.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Forward(ReadOnlySpan<TSignal> inputs, bool training, TimeCut cut, CancellationToken cancellation = default)
    {
        (_cut, _cancellation, _isForTraining, _trains, _isStreamed) = (cut, cancellation, false, training, false);
        Take(inputs);
        for (int i = 0; i < _layers.Length; i++)
            if (_areConstant[i]) Forward(i, chunk: null, training);
        ForwardChunks(training);
        _isForTraining = training;
    }

    /// <summary>
    /// One time step of all layers, from the states that are there, of a network of one input and one output; from the initial
    /// ones at step 0.
    /// </summary>
    public TSignal Step(TSignal input, int step)
    {
        (_isForTraining, _trains, _isStreamed) = (false, false, true);
        (_cut, _cancellation) = (new TimeCut(1, 1, false), default);
        Take(new ReadOnlySpan<TSignal>(in input));
        ForwardParts(chunk: 0, step, training: false, isRecomputed: false, withConstant: true);
        return _signals[_graph.Outputs[0].Layer];
    }

    /// <summary>The states after the last pass, of each layer.</summary>
    public float[][] ReadStates() => [.. _layers.Select(layer => layer.States?.Read() ?? [])];

    /// <summary>Sets the states from which the next step continues.</summary>
    public void WriteStates(float[][] states)
    {
        for (int i = 0; i < _layers.Length; i++) _layers[i].States?.Write(states[i]);
    }

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    /// <param name="gradient">dL/d(output).</param>
    /// <param name="cancellation">Ends it before a layer begins.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Backward(TSignal gradient, CancellationToken cancellation = default) =>
        Backward(new ReadOnlySpan<TSignal>(in gradient), cancellation);

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    /// <param name="gradients">dL/d(output) of each output.</param>
    /// <param name="cancellation">Ends it before a layer begins.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Backward(ReadOnlySpan<TSignal> gradients, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        if (!_isForTraining)
        {
            throw new InvalidOperationException(
                "There is no forward pass with training = true to go back through, or it has been gone back through.");
        }

        for (int k = 0; k < gradients.Length; k++) RequireShape(gradients[k], _outputs[k]);
        _isForTraining = false; // gradients take the place of what forward kept
        gradients.CopyTo(_outputGradients);
        for (int chunk = _cut.Chunks - 1; chunk >= 0; chunk--) BackwardChunk(chunk);
        for (int i = _layers.Length - 1; i >= 0; i--)
            if (_areConstant[i]) Backward(i, chunk: null);
    }

    /// <summary>Room for an output of all chunks.</summary>
    protected abstract TSignal TakeOutput(int output, int steps, int batch, int features);

    /// <summary>Copies values.</summary>
    protected abstract void Copy(TSignal source, TSignal target);

    /// <summary>A gradient of 0, constant over time, of what an input of a layer reads.</summary>
    /// <param name="edge">Which input of which layer, as <see cref="LayerGraph.Edge"/> counts them, then each output.</param>
    /// <param name="like">What it reads, of all time steps.</param>
    protected abstract TSignal TakeSum(int edge, TSignal like);

    /// <summary>Adds the gradients of all time steps, the last one first.</summary>
    protected abstract void AddTo(TSignal sum, TSignal gradient);

    /// <summary>A copy of a part of the gradient of a layer's output, for others to be added to.</summary>
    protected abstract TSignal TakeTotal(int layer, TSignal part);

    /// <summary>Adds another part of a gradient, of the same shape.</summary>
    protected abstract void Add(TSignal total, TSignal part);

    /// <summary>Keeps the states of some layers, but for those whose output is constant over time.</summary>
    /// <param name="states">Which layers.</param>
    /// <param name="place">Where: 0 and on.</param>
    /// <param name="places">How many there will be.</param>
    /// <param name="batch">B.</param>
    protected abstract void Save(StateSet states, int place, int places, int batch);

    /// <summary>Brings states back.</summary>
    /// <inheritdoc cref="Save"/>
    protected abstract void Restore(StateSet states, int place, int places, int batch);

    /// <summary>Puts one time step of a signal beside others.</summary>
    /// <param name="signal">Which signal: a layer's output, or behind those the gradient of what an input of a layer reads.</param>
    /// <param name="part">[1, B, F].</param>
    /// <param name="step">Which step it is.</param>
    /// <param name="steps">T.</param>
    /// <returns>[T, B, F].</returns>
    protected abstract TSignal Put(int signal, TSignal part, int step, int steps);

    private static void RequireShape(TSignal gradient, TSignal output)
    {
        if ((gradient.Steps, gradient.Batch, gradient.Features) == (output.Steps, output.Batch, output.Features)) return;
        throw new ArgumentException(
            $"The network gave an output of [{output.Steps}, {output.Batch}, {output.Features}]; the gradient "
            + $"is [{gradient.Steps}, {gradient.Batch}, {gradient.Features}].");
    }

    private void Take(ReadOnlySpan<TSignal> inputs)
    {
        inputs.CopyTo(_inputs);
        bool isKnown = true;
        for (int i = 0; i < inputs.Length; i++)
        {
            isKnown &= _areInputsConstant[i] == inputs[i].IsConstant;
            _areInputsConstant[i] = inputs[i].IsConstant;
        }

        if (!isKnown) _areConstant = _graph.ConstantLayers(_areInputsConstant);
    }

    private void ForwardChunks(bool training)
    {
        int last = _cut.Chunks - 1;
        for (int k = 0; last > 0 && k < _outputs.Length; k++)
            if (!_areConstant[LayerOf(k)]) _outputs[k] = TakeOutput(k, _cut.Total, _inputs[0].Batch, _layers[LayerOf(k)].Outputs);
        for (int chunk = 0; chunk <= last; chunk++)
        {
            if (training && chunk > 0 && chunk < last) Save(_states, chunk - 1, _cut.Checkpoints, _inputs[0].Batch);
            ForwardChunk(chunk, training && chunk == last);
            for (int k = 0; last > 0 && k < _outputs.Length; k++)
                if (!_areConstant[LayerOf(k)]) Copy(_signals[LayerOf(k)], _cut.Part(_outputs[k], chunk));
        }

        for (int k = 0; k < _outputs.Length; k++)
            if (last == 0 || _areConstant[LayerOf(k)]) _outputs[k] = _signals[LayerOf(k)];
    }

    private void ForwardChunk(int chunk, bool training, bool isRecomputed = false) =>
        ForwardParts(chunk, chunk * _cut.Steps, training, isRecomputed);

    // Some steps, of which the first one is `start`; of layers whose output is constant over time only where it is asked for.
    private void ForwardParts(int chunk, int start, bool training, bool isRecomputed, bool withConstant = false)
    {
        for (int i = 0; i < _cycles.Length; i++)
        {
            int first = _graph.Parts[i].First;
            if (_cycles[i] is { } cycle) ForwardCycle(cycle, chunk, start, training, isRecomputed);
            else if (withConstant || !_areConstant[first]) Forward(first, chunk, training, start, isRecomputed);
        }
    }

    private void BackwardChunk(int chunk)
    {
        if (chunk < _cut.Chunks - 1)
        {
            if (chunk > 0) Restore(_states, chunk - 1, _cut.Checkpoints, _inputs[0].Batch);
            ForwardChunk(chunk, training: true, isRecomputed: true);
        }

        for (int i = _cycles.Length - 1; i >= 0; i--)
        {
            int first = _graph.Parts[i].First;
            if (_cycles[i] is { } cycle) BackwardCycle(cycle, chunk);
            else if (!_areConstant[first]) Backward(first, chunk);
        }
    }

    private int LayerOf(int output) => _graph.Outputs[output].Layer;

    // Some steps of a layer, which go on from those before `start`; no chunk is all steps.
    private void Forward(int i, int? chunk, bool training, int start = 0, bool isRecomputed = false)
    {
        _cancellation.ThrowIfCancellationRequested();
        ReadOnlySpan<int> sources = _graph.Sources(i);
        for (int port = 0; port < sources.Length; port++) _given[i][port] = SignalOf(sources[port], chunk);
        Forward(i, training, start, isRecomputed);
    }

    // What a layer or an input of the network gives in the steps at hand.
    private TSignal SignalOf(int source, int? chunk)
    {
        TSignal signal = source < 0 ? _inputs[~source] : _signals[source];
        bool isWhole = source < 0 || _areConstant[source];
        return chunk is { } part && isWhole ? _cut.Part(signal, part) : signal;
    }

    private void Forward(int i, bool training, int start, bool isRecomputed)
    {
        _signals[i] = Observers is null
            ? RunForward(i, _given[i], training, goesOn: start > 0)
            : TellForward(i, training, start, isRecomputed);
    }

    private TSignal RunForward(int i, ReadOnlySpan<TSignal> inputs, bool training, bool goesOn)
    {
        IPassStates? states = _layers[i].States;
        states?.BeforeForward(goesOn);

        // What is constant is given to each chunk again, and an observer reads every input.
        Edges edges = _graph.Edges[i];
        bool mayOverwrite = edges.MayOverwriteInput && !_areConstant[_graph.Sources(i)[0]] && Observers is null;
        TSignal output = _layers[i].Forward(inputs, new Pass(_workers, training)
        {
            Edges = edges with { MayOverwriteInput = mayOverwrite, DiscardsOutput = edges.DiscardsOutput && Observers is null },
            IsStreamed = _isStreamed,
        });
        states?.Reset();
        return output;
    }

    // Back through some steps of a layer, from those after them where it goes on; no chunk is all steps.
    private void Backward(int i, int? chunk)
    {
        _cancellation.ThrowIfCancellationRequested();
        int start = (chunk ?? 0) * _cut.Steps;
        bool goesOn = chunk < _cut.Chunks - 1;
        _gradients[i] = GradientOf(i, chunk);
        Backward(i, start, goesOn, _cut.Truncates);
        ReadOnlySpan<int> sources = _graph.Sources(i);
        for (int port = 0; port < sources.Length; port++)
            if (sources[port] >= 0 && _areConstant[sources[port]]) SumOverTime(i, port, isFirst: !goesOn, start);
    }

    private void Backward(int i, int start, bool goesOn, bool truncates)
    {
        if (Observers is null) RunBackward(i, goesOn, isContinued: start > 0, truncates);
        else TellBackward(i, start, goesOn, truncates);
    }

    // The gradient of a layer's output: what a caller gave, then what its readers returned, the last one first.
    private TSignal GradientOf(int i, int? chunk, int? step = null)
    {
        TSignal gradient = default;
        int parts = 0;
        for (int k = 0; k < _outputs.Length; k++)
        {
            if (LayerOf(k) != i) continue;
            TSignal given = _outputGradients[k];
            AddPart(AtStep(chunk is { } part ? _cut.Part(given, part) : _graph.Readers(i).IsEmpty ? given : Summed(k, given)));
        }

        ReadOnlySpan<int> readers = _graph.Readers(i);
        for (int r = readers.Length - 1; r >= 0; r--)
        {
            ReadOnlySpan<int> sources = _graph.Sources(readers[r]);
            bool isSummed = IsSummed(readers[r], i), isAtBorder = _graph.IsAtBorder(i, readers[r]);
            for (int port = 0; port < sources.Length; port++)
            {
                if (sources[port] != i) continue;
                TSignal part = isSummed ? _sums[readers[r]][port] : _returned[readers[r]][port];
                AddPart(isAtBorder ? AtStep(part) : part);
            }
        }

        return parts > 0 ? gradient : _signals[i]; // of a discarded output, which has none, only the sizes

        TSignal AtStep(TSignal part) => step is { } t ? part.Slice(t, 1) : part;

        void AddPart(TSignal part)
        {
            parts++;
            if (parts == 1)
            {
                gradient = part;
                return;
            }

            if (parts == 2) gradient = TakeTotal(i, gradient);
            Add(gradient, part);
        }
    }

    // What a caller gave for each step of an output that is constant over time and read by layers, too.
    private TSignal Summed(int output, TSignal given)
    {
        TSignal sum = TakeSum(_graph.EdgeCount + output, _signals[LayerOf(output)]);
        AddTo(sum, given);
        return sum;
    }

    // Of what is constant over time: over all chunks and, where several read it, each on its own, so that no bit tells where
    // time was cut.
    private bool IsSummed(int reader, int source) => _areConstant[source]
        && (_graph.OnlyReader(source) < 0
            || (!_areConstant[reader] && (_cut.Chunks > 1 || _graph.PartOf(reader).IsCycle)));

    private void SumOverTime(int reader, int port, bool isFirst, int start)
    {
        int source = _graph.Sources(reader)[port];
        TSignal part = _returned[reader][port];
        if (Observers is not null && IsToldAtOnce(source)) TellGradient(source, part, start);
        if (!IsSummed(reader, source)) return;
        if (isFirst) _sums[reader][port] = TakeSum(_graph.Edge(reader, port), _signals[source]);
        AddTo(_sums[reader][port], part);
    }

    private void RunBackward(int i, bool goesOn, bool isContinued, bool truncates)
    {
        IPassStates? states = _layers[i].States;
        states?.BeforeBackward(goesOn, isContinued);
        if (truncates) states?.Truncate();
        bool needsInputGradient = false;
        foreach (int source in _graph.Sources(i)) needsInputGradient |= source >= 0;
        _layers[i].Backward(_gradients[i], _returned[i], new Pass(_workers, IsTraining: true, needsInputGradient)
        {
            Edges = _graph.Edges[i],
            MaySumGradient = _cut.Chunks == 1 && Observers is null && !_graph.PartOf(i).IsCycle,
        });
        states?.Reset();
    }
}
