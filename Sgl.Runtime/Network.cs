namespace Sgl;

/// <summary>
/// Layers in a row or joined as a graph, run through time as a <see cref="Schedule"/> says: by default each layer computes all time steps
/// before the next one starts. For the same seed and the same calls the results have the same bits, for any number of
/// threads and any schedule that does not truncate.
/// </summary>
/// <remarks>
/// A network serves one thread at a time, for its layers keep buffers: a call while another thread is in one throws an
/// <see cref="InvalidOperationException"/>. Threads that compute at once have networks of their own, into which a
/// <see cref="Checkpoint"/> copies the parameters.
/// </remarks>
public sealed class Network : IDisposable
{
    // The most values of one signal over all time steps.
    private const long MostValues = 1L << 50;

    private readonly LayerGraph _graph;
    private readonly Layer[] _layers;
    private readonly Execution _execution;
    private Schedule _schedule = Schedule.LayerByLayer;
    private PassObserver[] _observers = [];

    // How the schedule cuts an input of this shape: the last answer, because the question comes with every pass.
    private (PassShape Input, TimeCut Cut)? _lastCut;

    /// <summary>Joins layers and initializes them, each with random numbers of its own.</summary>
    /// <param name="layers">
    /// From input to output, at least one; each is in no other network, or only in one that was disposed of, see
    /// <see cref="Reuse"/>. Where the constructor throws, they are where they were.
    /// </param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <param name="device">Where the network computes; null is <see cref="Device.Cpu"/>.</param>
    /// <param name="reuse">What to do with layers that have been in another network.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, one is null, occurs twice or is in another network already, or does not take as many features as
    /// its predecessor gives.
    /// </exception>
    /// <exception cref="NotSupportedException">A layer cannot run on the device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public Network(IEnumerable<Layer> layers, int seed = 0, int threads = 0, Device? device = null, Reuse reuse = Reuse.None)
        : this(InferShapes.Chain(layers, input: null), seed, threads, device, reuse)
    {
    }

    /// <summary>
    /// Joins layers whose sizes are inferred from the shape of the input, as far as they were not said, and initializes them.
    /// </summary>
    /// <param name="input">A sample at one time step: a number of features, or (channels, height, width).</param>
    /// <param name="layers">
    /// From input to output, at least one, as in <c>new Network(784, [new Dense(256), new Spiking&lt;Lif&gt;(), new Dense(10)])</c>.
    /// </param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <param name="device">Where the network computes; null is <see cref="Device.Cpu"/>.</param>
    /// <param name="reuse">What to do with layers that have been in another network.</param>
    /// <inheritdoc cref="Network(IEnumerable{Layer}, int, int, Device, Reuse)"/>
    public Network(Shape input, IEnumerable<Layer> layers, int seed = 0, int threads = 0, Device? device = null, Reuse reuse = Reuse.None)
        : this(InferShapes.Chain(layers, input), seed, threads, device, reuse)
    {
    }

    /// <summary>Joins the layers of all nodes that an output depends on, and initializes them, each with random numbers of its own.</summary>
    /// <param name="output">What the network gives.</param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <param name="device">Where the network computes; null is <see cref="Device.Cpu"/>.</param>
    /// <param name="reuse">What to do with layers that have been in another network.</param>
    /// <exception cref="ArgumentException">
    /// The output is an input; a layer makes two nodes, or is in another network already; or two inputs have one name.
    /// </exception>
    /// <inheritdoc cref="Network(IEnumerable{Layer}, int, int, Device, Reuse)"/>
    public Network(NetworkNode output, int seed = 0, int threads = 0, Device? device = null, Reuse reuse = Reuse.None)
        : this([output], seed, threads, device, reuse)
    {
    }

    /// <summary>
    /// Joins the layers of all nodes that any of several outputs depends on, and initializes them, each with random numbers of its
    /// own.
    /// </summary>
    /// <param name="outputs">What the network gives, in this order, each once.</param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <param name="device">Where the network computes; null is <see cref="Device.Cpu"/>.</param>
    /// <param name="reuse">What to do with layers that have been in another network.</param>
    /// <inheritdoc cref="Network(NetworkNode, int, int, Device, Reuse)"/>
    public Network(IReadOnlyList<NetworkNode> outputs, int seed = 0, int threads = 0, Device? device = null, Reuse reuse = Reuse.None)
        : this(OrderNodes.Of(outputs), seed, threads, device, reuse)
    {
    }

    private Network(LayerGraph graph, int seed, int threads, Device? device, Reuse reuse)
    {
        var workers = new Workers(threads);
        (_graph, _layers) = (graph, graph.Layers);
        Seed = seed;
        Device = device ?? Device.Cpu;
        var claim = new LayerClaim(this, _layers, reuse);
        try
        {
            var random = new CounterRandom(unchecked((ulong)Seed));
            for (int i = 0; i < _layers.Length; i++) Initialize(_layers[i], random.Stream((ulong)i), claim);
            Parameters = [.. _layers.SelectMany(layer => layer.AllParameters())];
            _execution = Device.Place(graph, workers);
        }
        catch
        {
            claim.Undo();
            throw;
        }
    }

    private static void Initialize(Layer layer, CounterRandom random, LayerClaim claim)
    {
        if (claim.IsNew(layer)) layer.Initialize(random);
        IReadOnlyList<Layer> inner = layer.Inner;
        for (int k = 0; k < inner.Count; k++) Initialize(inner[k], random.Stream(ulong.MaxValue - (ulong)k), claim);
    }

    /// <summary>Where the network computes.</summary>
    public Device Device { get; }

    /// <summary>What determined the initial values.</summary>
    public int Seed { get; }

    /// <summary>The layers, each after those whose outputs it reads: of a chain, from input to output.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The inputs: of a chain one, else the input nodes that the outputs depend on, in the order in which they are read.</summary>
    public IReadOnlyList<NetworkPort> Inputs => _graph.Inputs;

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<NetworkPort> Outputs => _graph.Outputs;

    /// <summary>The parameters of all layers, in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>In which order layers and time steps run. Default <see cref="Schedule.LayerByLayer"/>.</summary>
    public Schedule Schedule
    {
        get => _schedule;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using Exclusive.Hold hold = _execution.Take();
            (_schedule, _lastCut) = (value, null);
        }
    }

    /// <summary>
    /// Whether a training step throws a <see cref="NonFiniteException"/> where a number becomes NaN or infinite. Default true.
    /// On the processor it looks at the loss and at all gradients before any parameter changes, and at all parameters
    /// afterwards; on a device at the loss and at the parameters, in each step. No bit of a result depends on it.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set while the network is in use on another thread.</exception>
    public bool StopsAtNonFinite
    {
        get => _execution.StopsAtNonFinite;
        set
        {
            using Exclusive.Hold hold = _execution.Take();
            _execution.StopsAtNonFinite = value;
        }
    }

    /// <summary>The layers, what each reads, shapes, parameters and operations; its text is a table.</summary>
    public NetworkSummary Summary() => new(_graph);

    /// <summary>What a training step runs when, and how much memory it keeps.</summary>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="schedule">The schedule; null is <see cref="Schedule"/>.</param>
    /// <param name="isConstant">Whether the input is constant over time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or they are more than a plan can count.</exception>
    /// <exception cref="InvalidOperationException">Nothing fits into the budget of the schedule.</exception>
    public NetworkPlan Plan(int steps, int batch, Schedule? schedule = null, bool isConstant = false)
    {
        return Plan(ShapeOf(steps, batch, isConstant, isEncoded: false), schedule ?? Schedule);
    }

    /// <summary>What a training step runs when, and how much memory it keeps, where values are encoded as the network computes.</summary>
    /// <param name="encoder">Turns the values into a signal over time; on a device, there.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="InvalidOperationException">Nothing fits into the budget of the schedule.</exception>
    public NetworkPlan Plan(Encoder encoder, int steps, int batch)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return Plan(ShapeOf(steps, batch, encoder.IsConstant, encoder is BackendEncoder), Schedule);
    }

    /// <summary>
    /// Lets an observer see what the layers compute, in every pass from now on. While nobody observes, it costs nothing.
    /// During a pass neither this nor disposing of the result is allowed.
    /// </summary>
    /// <param name="observer">Such as a <see cref="Recorder"/>.</param>
    /// <returns>Ends it when it is disposed of.</returns>
    /// <exception cref="InvalidOperationException">
    /// The observer observes already, or has observed another network; or the network is in a pass or on another thread.
    /// </exception>
    /// <exception cref="ArgumentException">What the observer is to see, the network does not have.</exception>
    public IDisposable Observe(PassObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        using Exclusive.Hold hold = _execution.TakeForPass();
        observer.Attach(this);
        SetObservers([.. _observers, observer]);
        return new Observation(this, observer);
    }

    /// <summary>
    /// Opens a stream: the network is given one time step at a time and keeps the stream's states. There may be several.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network has several inputs or outputs.</exception>
    public Stepper OpenStream()
    {
        RequireOne();
        return new Stepper(_execution);
    }

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="training">Whether <see cref="Backward(Signal)"/> will follow: what it needs is kept.</param>
    /// <returns>[T, B, F] of the last layer, valid until the same thread's next forward pass.</returns>
    /// <exception cref="ArgumentException">The input does not have the first layer's number of features.</exception>
    /// <exception cref="InvalidOperationException">Nothing fits into the budget of the schedule.</exception>
    public Signal Forward(Signal input, bool training = false)
    {
        RequireOne();
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.Forward(input, training, CutFor(new NetworkInput(input)));
    }

    /// <summary>Computes the outputs of all time steps, of a network of several inputs or outputs.</summary>
    /// <param name="inputs">[T, B, F] of each of <see cref="Inputs"/>, of the same T and B.</param>
    /// <param name="training">Whether <see cref="Backward(IReadOnlyList{Signal})"/> will follow.</param>
    /// <returns>Each of <see cref="Outputs"/>, in memory of its own.</returns>
    /// <exception cref="ArgumentException">The inputs are not those of the network.</exception>
    /// <exception cref="InvalidOperationException">Nothing fits into the budget of the schedule.</exception>
    public IReadOnlyList<Signal> Forward(IReadOnlyList<Signal> inputs, bool training = false)
    {
        Signal[] given = RequireInputs(inputs);
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.Forward(given, training, CutFor(given));
    }

    /// <summary>Adds to the gradients of all parameters, going back through the last forward pass.</summary>
    /// <param name="outputGradients">dL/d(output) of each of <see cref="Outputs"/>.</param>
    /// <exception cref="InvalidOperationException">The last forward pass was not one for training.</exception>
    /// <exception cref="ArgumentException">They are not as many as the outputs, or one does not have its shape.</exception>
    public void Backward(IReadOnlyList<Signal> outputGradients)
    {
        ArgumentNullException.ThrowIfNull(outputGradients);
        if (outputGradients.Count != Outputs.Count)
        {
            throw new ArgumentException(
                $"The network has {Outputs.Count} outputs; {outputGradients.Count} gradients are given.", nameof(outputGradients));
        }

        using Exclusive.Hold hold = _execution.TakeForPass();
        _execution.Backward([.. outputGradients]);
    }

    /// <summary>
    /// One step of training on one batch, of a network of several inputs or outputs: the loss is the sum of those of the
    /// objectives, each times its weight. An output without an objective has no part in it.
    /// </summary>
    /// <param name="inputs">[T, B, F] of each of <see cref="Inputs"/>, of the same T and B.</param>
    /// <param name="objectives">At least one; each for another output.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <returns>
    /// The loss, without its weight, and the number of correct samples of each objective, in order, before the step.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The inputs, the labels or the objectives are not those of the network; the message names them.
    /// </exception>
    /// <exception cref="NotSupportedException">A loss or the optimizer cannot run on the device.</exception>
    /// <exception cref="NonFiniteException">As of <see cref="TrainStep(Signal, ReadOnlySpan{int}, Loss, Optimizer)"/>.</exception>
    public IReadOnlyList<BatchResult> TrainStep(
        IReadOnlyList<Signal> inputs, IReadOnlyList<Objective> objectives, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return Run(inputs, objectives, optimizer);
    }

    /// <summary>The loss and the number of correct samples of each objective, without learning from the batch.</summary>
    /// <inheritdoc cref="TrainStep(IReadOnlyList{Signal}, IReadOnlyList{Objective}, Optimizer)"/>
    public IReadOnlyList<BatchResult> Evaluate(IReadOnlyList<Signal> inputs, IReadOnlyList<Objective> objectives) =>
        Run(inputs, objectives, optimizer: null);

    /// <summary>Adds to the gradients of all parameters, going back through the last forward pass.</summary>
    /// <param name="outputGradient">dL/d(output), in the shape of the output.</param>
    /// <exception cref="InvalidOperationException">The last forward pass was not one for training.</exception>
    /// <exception cref="ArgumentException">The gradient does not have the shape of the output.</exception>
    public void Backward(Signal outputGradient)
    {
        RequireOne();
        using Exclusive.Hold hold = _execution.TakeForPass();
        _execution.Backward(outputGradient);
    }

    /// <summary>One step of training on one batch: forward, loss, backward, and a step of the optimizer.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <returns>Loss and hits before the step.</returns>
    /// <exception cref="ArgumentException">The input or the labels do not fit the network.</exception>
    /// <exception cref="NotSupportedException">The loss or the optimizer cannot run on the device.</exception>
    /// <exception cref="NonFiniteException">
    /// A number became NaN or infinite; the message names it, the input first where that is the cause. See
    /// <see cref="StopsAtNonFinite"/>.
    /// </exception>
    public BatchResult TrainStep(Signal input, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer) =>
        TrainStep(new NetworkInput(input), labels, loss, optimizer);

    /// <summary>As <see cref="TrainStep(Signal, ReadOnlySpan{int}, Loss, Optimizer)"/>, encoding where the network computes.</summary>
    /// <param name="encoder">Turns the values into a signal over time.</param>
    /// <param name="values">[B, F], each within 0 and 1, with the first layer's number of features.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <inheritdoc cref="TrainStep(Signal, ReadOnlySpan{int}, Loss, Optimizer)"/>
    public BatchResult TrainStep(
        Encoder encoder, ReadOnlySpan<float> values, int steps, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer) =>
        TrainStep(Encoded(encoder, values, steps, labels), labels, loss, optimizer);

    /// <summary>
    /// A step of training on each batch, as <see cref="TrainStep(Signal, ReadOnlySpan{int}, Loss, Optimizer)"/> makes it and
    /// with its bits. On a device, the next batch is read and sent while this one is computed with.
    /// </summary>
    /// <param name="batches">
    /// The batches of an epoch, say, in order. On a device a batch is asked for before the result of the last one is known.
    /// </param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <param name="progress">Is given each batch's result, in order; null is nobody.</param>
    /// <param name="cancellationToken">
    /// Ends training before the next batch, or before the next layer of this one: parameters are then those of the last
    /// whole step.
    /// </param>
    /// <returns>Loss and hits of each batch, before its step.</returns>
    /// <exception cref="ArgumentException">
    /// A batch does not fit the network. As after any exception, also one of <paramref name="batches"/> themselves, the
    /// steps before it are made, <paramref name="progress"/> knows their results, and training can go on.
    /// </exception>
    /// <exception cref="NotSupportedException">The loss, the optimizer or an encoder cannot run on the device.</exception>
    /// <exception cref="NonFiniteException">As of a single step; on a device, one more step may have been made by then.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public IReadOnlyList<BatchResult> Train(
        IEnumerable<Batch> batches,
        Loss loss,
        Optimizer optimizer,
        IProgress<BatchResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireOne();
        var results = new List<BatchResult>();
        using Exclusive.Hold hold = _execution.Take();
        _execution.Train(batches.Select(RequireFit), loss, optimizer, CutFor, Report, cancellationToken);
        return results;

        void Report(BatchResult result)
        {
            results.Add(result);
            progress?.Report(result);
        }
    }

    /// <summary>Loss and hits of one batch, without learning from it.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="loss">What to compute.</param>
    /// <exception cref="ArgumentException">The input or the labels do not fit the network.</exception>
    /// <exception cref="NotSupportedException">The loss cannot run on the device.</exception>
    public BatchResult Evaluate(Signal input, ReadOnlySpan<int> labels, Loss loss) =>
        Evaluate(new NetworkInput(input), labels, loss);

    /// <summary>As <see cref="Evaluate(Signal, ReadOnlySpan{int}, Loss)"/>, encoding where the network computes.</summary>
    /// <param name="encoder">Turns the values into a signal over time.</param>
    /// <param name="values">[B, F], each within 0 and 1, with the first layer's number of features.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="loss">What to compute.</param>
    /// <inheritdoc cref="Evaluate(Signal, ReadOnlySpan{int}, Loss)"/>
    public BatchResult Evaluate(
        Encoder encoder, ReadOnlySpan<float> values, int steps, ReadOnlySpan<int> labels, Loss loss) =>
        Evaluate(Encoded(encoder, values, steps, labels), labels, loss);

    /// <summary>
    /// Loss and hits of each batch, as of a test set, without learning from it: as
    /// <see cref="Evaluate(Signal, ReadOnlySpan{int}, Loss)"/> of each.
    /// </summary>
    /// <param name="batches">The batches, in order.</param>
    /// <param name="loss">What to compute.</param>
    /// <param name="progress">Is given each batch's result, in order; null is nobody.</param>
    /// <param name="cancellationToken">Ends it before the next batch, or before the next layer of this one.</param>
    /// <exception cref="ArgumentException">A batch does not fit the network.</exception>
    /// <exception cref="NotSupportedException">The loss or an encoder cannot run on the device.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<BatchResult> EvaluateAll(
        IEnumerable<Batch> batches,
        Loss loss,
        IProgress<BatchResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(loss);
        var results = new List<BatchResult>();
        using Exclusive.Hold hold = _execution.Take();
        foreach (Batch batch in batches.Select(RequireFit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            BatchResult result = Evaluate(batch.Input, batch.Labels.Span, loss, cancellationToken);
            results.Add(result);
            progress?.Report(result);
        }

        return results;
    }

    /// <summary>Copies values and gradients of all parameters to the device, where something other than training has changed them.</summary>
    public void CopyToDevice() => CopyToDevice(null);

    /// <summary>Brings back what an optimizer remembers, from the device.</summary>
    internal void CopyFromDevice(Optimizer optimizer)
    {
        using Exclusive.Hold hold = _execution.Take();
        _execution.CopyFromDevice(optimizer);
    }

    /// <summary>As <see cref="CopyToDevice()"/>, with what an optimizer remembers.</summary>
    internal void CopyToDevice(Optimizer? optimizer)
    {
        using Exclusive.Hold hold = _execution.Take();
        _execution.CopyToDevice(optimizer);
    }

    /// <summary>As <see cref="Exclusive.Take"/>.</summary>
    internal Exclusive.Hold Take() => _execution.Take();

    /// <summary>As <see cref="Exclusive.TakeForPass"/>.</summary>
    internal Exclusive.Hold TakeForPass() => _execution.TakeForPass();

    /// <summary>Lets an observer see no more.</summary>
    internal void Forget(PassObserver observer)
    {
        using Exclusive.Hold hold = _execution.TakeForPass();
        SetObservers([.. _observers.Where(other => other != observer)]);
        observer.Detach();
    }

    /// <summary>
    /// Ends the network, which cannot run any more. On a device its memory is freed, after values and gradients were brought
    /// back; a step that the network is in on another thread is waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was called from within a pass of the network, by an observer, say.</exception>
    public void Dispose() => _execution.Dispose();

    /// <summary>Whether it was disposed of, or its device was.</summary>
    internal bool IsDisposed => _execution?.IsDisposed ?? false; // not there yet while layers are claimed

    private void SetObservers(PassObserver[] observers)
    {
        _observers = observers;
        _execution.Observers = observers.Length > 0 ? observers : null;
    }

    private BatchResult[] Run(IReadOnlyList<Signal> inputs, IReadOnlyList<Objective> objectives, Optimizer? optimizer)
    {
        Signal[] given = RequireInputs(inputs);
        int[] outputs = RequireObjectives(objectives, given[0].Batch);
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.Run(given, objectives, outputs, optimizer, CutFor(given));
    }

    private Signal[] RequireInputs(IReadOnlyList<Signal> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Inputs.Count)
            throw new ArgumentException($"The network has {Inputs.Count} inputs ({NamesOf(Inputs)}); {inputs.Count} are given.", nameof(inputs));
        for (int k = 0; k < inputs.Count; k++)
        {
            (Signal input, NetworkPort port) = (inputs[k], Inputs[k]);
            input.RequireValues(port.Name);
            if (input.Features != port.Shape.Features || (input.Shape.Rank > 1 && input.Shape != port.Shape))
                throw new ArgumentException($"Input '{port.Name}' takes {port.Shape}; {input.Shape} is given.", nameof(inputs));
            if ((input.Steps, input.Batch) == (inputs[0].Steps, inputs[0].Batch)) continue;
            throw new ArgumentException(
                $"Input '{port.Name}' has {input.Steps} time steps of {input.Batch} samples; '{Inputs[0].Name}' has "
                + $"{inputs[0].Steps} of {inputs[0].Batch}.",
                nameof(inputs));
        }

        return [.. inputs];
    }

    // Which output each objective is for.
    private int[] RequireObjectives(IReadOnlyList<Objective> objectives, int batch)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        if (objectives.Count == 0) throw new ArgumentException("There is no objective.", nameof(objectives));
        var outputs = new int[objectives.Count];
        for (int j = 0; j < outputs.Length; j++)
        {
            Objective objective = objectives[j] ?? throw new ArgumentException($"Objective {j} is null.", nameof(objectives));
            outputs[j] = Array.FindIndex(
                _graph.Outputs, port => port.Name == objective.Output || (objective.Output is null && Outputs.Count == 1));
            if (outputs[j] < 0)
            {
                throw new ArgumentException(
                    $"Objective {j} is for output '{objective.Output}'; the network has {NamesOf(Outputs)}.", nameof(objectives));
            }

            if (Array.IndexOf(outputs, outputs[j]) < j)
                throw new ArgumentException($"Two objectives are for output '{Outputs[outputs[j]].Name}'.", nameof(objectives));
            Loss.RequireLabels(objective.Labels.Span, batch, Outputs[outputs[j]].Shape.Features);
        }

        return outputs;
    }

    private void RequireOne()
    {
        if (Inputs.Count == 1 && Outputs.Count == 1) return;
        throw new InvalidOperationException(
            $"The network has {Inputs.Count} inputs ({NamesOf(Inputs)}) and {Outputs.Count} outputs ({NamesOf(Outputs)}); call the "
            + "overload that takes a list of signals.");
    }

    private static string NamesOf(IEnumerable<NetworkPort> ports) => string.Join(", ", ports.Select(port => port.Name));

    private BatchResult TrainStep(in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        RequireOne();
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.TrainStep(input, labels, loss, optimizer, CutFor(input));
    }

    private BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        RequireOne();
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.Evaluate(input, labels, loss, CutFor(input), cancellation);
    }

    private NetworkInput Encoded(Encoder encoder, ReadOnlySpan<float> values, int steps, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        if (labels.IsEmpty) throw new ArgumentException("There are no labels; a batch has at least one sample.", nameof(labels));
        Lanes.RequireLength(values.Length, (long)labels.Length * _layers[0].Inputs, nameof(values));
        return new NetworkInput(encoder, values, steps, labels.Length);
    }

    private NetworkPlan Plan(PassShape input, Schedule schedule)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Steps, "steps");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Batch, "batch");
        RequireCountable(input);
        return _execution.Plan(input, schedule.CutFor(_execution, input));
    }

    private static PassShape ShapeOf(int steps, int batch, bool isConstant, bool isEncoded) =>
        new(steps, batch, isConstant, Training: true, NeedsInputGradient: false) { IsEncoded = isEncoded };

    // Sums of bytes are integers of 64 bits.
    private void RequireCountable(PassShape input)
    {
        Layer widest = _layers.MaxBy(layer => Math.Max(layer.Inputs, layer.Outputs))!;
        int features = Math.Max(widest.Inputs, widest.Outputs);
        Int128 values = (Int128)input.Steps * input.Batch * features;
        if (values <= MostValues) return;
        throw new ArgumentOutOfRangeException(
            nameof(input),
            $"{input.Steps} time steps of {input.Batch} samples of the {features} features of {widest} are {values} values; "
            + $"a network counts up to {MostValues}.");
    }

    private Batch RequireFit(Batch? batch, int index)
    {
        if (batch is null) throw new ArgumentException($"Batch {index} is null.", nameof(batch));
        if (batch.Features == _layers[0].Inputs) return batch;
        throw new ArgumentException(
            $"Batch {index} has {batch.Features} features; the network takes {_layers[0].Inputs}.", nameof(batch));
    }

    private TimeCut CutFor(Signal[] inputs) =>
        CutFor(ShapeOf(inputs[0].Steps, inputs[0].Batch, inputs.All(input => input.IsConstant), isEncoded: false));

    private TimeCut CutFor(NetworkInput input) =>
        CutFor(ShapeOf(input.Steps, input.Batch, input.IsConstant, input.Encoder is BackendEncoder));

    private TimeCut CutFor(PassShape shape)
    {
        if (_lastCut?.Input != shape)
        {
            RequireCountable(shape);
            _lastCut = (shape, _schedule.CutFor(_execution, shape));
        }

        return _lastCut.Value.Cut;
    }
}
