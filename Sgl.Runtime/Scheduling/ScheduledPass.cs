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
internal sealed partial class ScheduledPass
{
    private readonly LayerGraph _graph;
    private readonly IPassLayer[] _layers;
    private readonly Backend _on;
    private readonly Workers _workers;

    // What a layer reads and what its inputs' gradients are; the output of each layer, of the steps at hand, and its gradient.
    private readonly Signal[][] _given;
    private readonly Signal[][] _returned;
    private readonly Signal[] _signals;
    private readonly Signal[] _gradients;

    // What the chunks have returned so far, where it is summed over them.
    private readonly Signal[][] _sums;

    // Of what passes into and out of cycles: the steps of a chunk, one beside the other.
    private readonly Signal[] _whole;
    private readonly Signal[] _entering;

    private readonly PassMemory _kept;

    // All layers, whose states are kept where time is cut; and by part of the graph those of a cycle, kept before each step.
    private readonly StateSet _states;
    private readonly Cycle?[] _cycles;

    private readonly Signal[] _inputs;
    private readonly Signal[] _outputs;
    private readonly Signal[] _outputGradients;
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
    /// <param name="on">Operations there.</param>
    /// <param name="workers">The threads to use, where threads compute.</param>
    public ScheduledPass(LayerGraph graph, IPassLayer[] layers, Backend on, Workers workers)
    {
        (_graph, _layers, _on, _workers) = (graph, layers, on, workers);
        _given = [.. layers.Select((_, i) => new Signal[graph.Sources(i).Length])];
        _returned = [.. layers.Select((_, i) => new Signal[graph.Sources(i).Length])];
        _sums = [.. layers.Select((_, i) => new Signal[graph.Sources(i).Length])];
        (_signals, _gradients) = (new Signal[layers.Length], new Signal[layers.Length]);
        (_inputs, _outputs) = (new Signal[graph.Inputs.Length], new Signal[graph.Outputs.Length]);
        _outputGradients = new Signal[graph.Outputs.Length];
        _areInputsConstant = new bool[_inputs.Length];
        _areConstant = graph.ConstantLayers(_areInputsConstant);
        (_whole, _entering) = (new Signal[layers.Length], new Signal[graph.EdgeCount]);
        _states = new StateSet(0, [.. Enumerable.Range(0, layers.Length)]);
        _cycles = [.. graph.Parts.Select(CycleOf)];
        _kept = new PassMemory(graph, on);
    }

    /// <summary>How many passes all layers have begun: it changes whenever one of them gets other states.</summary>
    public long Passes
    {
        get
        {
            long passes = 0;
            foreach (IPassLayer layer in _layers) passes += layer.States?.Passes ?? 0;
            return passes;
        }
    }

    /// <summary>What the last forward pass gave.</summary>
    public ReadOnlySpan<Signal> Outputs => _outputs;

    /// <summary>Forward through all time steps, of a network of one input and one output.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public Signal Forward(Signal input, bool training, TimeCut cut, CancellationToken cancellation = default)
    {
        Forward(new ReadOnlySpan<Signal>(in input), training, cut, cancellation);
        return _outputs[0];
    }

    /// <summary>Forward through all time steps; <see cref="Outputs"/> has what it gives.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Forward(ReadOnlySpan<Signal> inputs, bool training, TimeCut cut, CancellationToken cancellation = default)
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
    public Signal Step(Signal input, int step)
    {
        (_isForTraining, _trains, _isStreamed) = (false, false, true);
        (_cut, _cancellation) = (new TimeCut(1, 1, false), default);
        Take(new ReadOnlySpan<Signal>(in input));
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
    public void Backward(Signal gradient, CancellationToken cancellation = default) =>
        Backward(new ReadOnlySpan<Signal>(in gradient), cancellation);

    /// <summary>Backward through all time steps of the last forward pass.</summary>
    /// <param name="gradients">dL/d(output) of each output.</param>
    /// <param name="cancellation">Ends it before a layer begins.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before a layer began.</exception>
    public void Backward(ReadOnlySpan<Signal> gradients, CancellationToken cancellation = default)
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

    private static void RequireShape(Signal gradient, Signal output)
    {
        if ((gradient.Steps, gradient.Batch, gradient.Features) == (output.Steps, output.Batch, output.Features)) return;
        throw new ArgumentException(
            $"The network gave an output of [{output.Steps}, {output.Batch}, {output.Features}]; the gradient "
            + $"is [{gradient.Steps}, {gradient.Batch}, {gradient.Features}].");
    }

    private void Take(ReadOnlySpan<Signal> inputs)
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
            if (!_areConstant[LayerOf(k)]) _outputs[k] = _kept.TakeOutput(k, _cut.Total, _inputs[0].Batch, _layers[LayerOf(k)].Layer.Outputs);
        for (int chunk = 0; chunk <= last; chunk++)
        {
            if (training && chunk > 0 && chunk < last) CopyStates(_states, chunk - 1, _cut.Checkpoints, saves: true);
            ForwardChunk(chunk, training && chunk == last);
            for (int k = 0; last > 0 && k < _outputs.Length; k++)
                if (!_areConstant[LayerOf(k)]) _on.Copy(_signals[LayerOf(k)].Values, _cut.Part(_outputs[k], chunk).Values);
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
            if (chunk > 0) CopyStates(_states, chunk - 1, _cut.Checkpoints, saves: false);
            ForwardChunk(chunk, training: true, isRecomputed: true);
        }

        for (int i = _cycles.Length - 1; i >= 0; i--)
        {
            int first = _graph.Parts[i].First;
            if (_cycles[i] is { } cycle) BackwardCycle(cycle, chunk);
            else if (!_areConstant[first]) Backward(first, chunk);
        }
    }

    // Copies the states of some layers, but for those whose output is constant over time, to one of several places, or back.
    private void CopyStates(StateSet states, int place, int places, bool saves)
    {
        View<float> rest = PlaceOf(states, place, places);
        foreach (int i in states.Layers)
        {
            if (_areConstant[i] || _layers[i].States is not { } own) continue;
            long length = own.Length(_inputs[0].Batch);
            if (saves) own.Save(rest.Slice(0, length));
            else own.Restore(rest.Slice(0, length));
            rest = rest.Slice(length, rest.Length - length);
        }
    }

    private View<float> PlaceOf(StateSet states, int place, int places)
    {
        long length = 0;
        foreach (int i in states.Layers)
            if (!_areConstant[i] && _layers[i].States is { } own) length += own.Length(_inputs[0].Batch);
        return length == 0 ? default : _kept.TakeStates(states, place, places, length);
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
    private Signal SignalOf(int source, int? chunk)
    {
        Signal signal = source < 0 ? _inputs[~source] : _signals[source];
        bool isWhole = source < 0 || _areConstant[source];
        return chunk is { } part && isWhole ? _cut.Part(signal, part) : signal;
    }

    private void Forward(int i, bool training, int start, bool isRecomputed)
    {
        _signals[i] = Observers is null
            ? RunForward(i, _given[i], training, goesOn: start > 0)
            : TellForward(i, training, start, isRecomputed);
    }

    private Signal RunForward(int i, ReadOnlySpan<Signal> inputs, bool training, bool goesOn)
    {
        IPassStates? states = _layers[i].States;
        states?.BeforeForward(goesOn);

        // What is constant is given to each chunk again, and an observer reads every input.
        Edges edges = _graph.Edges[i];
        bool mayOverwrite = edges.MayOverwriteInput && !_areConstant[_graph.Sources(i)[0]] && Observers is null;
        Signal output = _layers[i].Forward(inputs, new Pass(_workers, training)
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
    private Signal GradientOf(int i, int? chunk, int? step = null)
    {
        Signal gradient = default;
        int parts = 0;
        for (int k = 0; k < _outputs.Length; k++)
        {
            if (LayerOf(k) != i) continue;
            Signal given = _outputGradients[k];
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
                Signal part = isSummed ? _sums[readers[r]][port] : _returned[readers[r]][port];
                AddPart(isAtBorder ? AtStep(part) : part);
            }
        }

        return parts > 0 ? gradient : _signals[i]; // of a discarded output, which has none, only the sizes

        Signal AtStep(Signal part) => step is { } t ? part.Slice(t, 1) : part;

        void AddPart(Signal part)
        {
            parts++;
            if (parts == 1)
            {
                gradient = part;
                return;
            }

            if (parts == 2) gradient = _kept.TakeTotal(i, gradient);
            _on.Add(gradient.Values, part.Values, gradient.Values);
        }
    }

    // What a caller gave for each step of an output that is constant over time and read by layers, too.
    private Signal Summed(int output, Signal given)
    {
        Signal sum = _kept.TakeSum(_graph.EdgeCount + output, _signals[LayerOf(output)]);
        _on.AddRows(given.Values, sum.Values, lastFirst: true);
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
        Signal part = _returned[reader][port];
        if (Observers is not null && IsToldAtOnce(source)) TellGradient(source, part, start);
        if (!IsSummed(reader, source)) return;
        if (isFirst) _sums[reader][port] = _kept.TakeSum(_graph.Edge(reader, port), _signals[source]);
        _on.AddRows(part.Values, _sums[reader][port].Values, lastFirst: true);
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
