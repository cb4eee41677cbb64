namespace Sgl;

/// <summary>
/// Layers in a row, run through time as a <see cref="Schedule"/> says: by default each layer computes all time steps
/// before the next one starts. For the same seed and the same calls the results have the same bits, for any number of
/// threads and any schedule that does not truncate.
/// </summary>
/// <remarks>
/// A network serves one thread at a time, for its layers keep buffers: a call while another thread is in one throws an
/// <see cref="InvalidOperationException"/>. Threads that compute at once have networks of their own, into which a
/// <see cref="Checkpoint"/> copies the parameters.
/// </remarks>
public sealed class Network
{
    // The most values of one signal over all time steps.
    private const long MostValues = 1L << 50;

    private readonly Layer[] _layers;
    private readonly Execution _execution;
    private Schedule _schedule = Schedule.LayerByLayer;
    private PassObserver[] _observers = [];

    // How the schedule cuts an input of this shape: the last answer, because the question comes with every pass.
    private (PassShape Input, TimeCut Cut)? _lastCut;

    /// <summary>Joins layers and initializes them, each with random numbers of its own.</summary>
    /// <param name="layers">
    /// From input to output, at least one; each is in no other network, also of one that is no longer used. Where the
    /// constructor throws, they are in none.
    /// </param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <param name="device">Where the network computes; null is <see cref="Device.Cpu"/>.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, one is null, occurs twice or is in another network already, or does not take as many features as
    /// its predecessor gives.
    /// </exception>
    /// <exception cref="NotSupportedException">A layer cannot run on the device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public Network(IEnumerable<Layer> layers, int seed = 0, int threads = 0, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var workers = new Workers(threads);
        _layers = [.. layers];
        if (_layers.Length == 0) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        if (Array.IndexOf(_layers, null) is >= 0 and int missing)
            throw new ArgumentException($"Layer {missing} is null.", nameof(layers));
        if (_layers.Distinct().Count() < _layers.Length)
            throw new ArgumentException("A layer occurs twice; its buffers can serve only once.", nameof(layers));
        for (int i = 1; i < _layers.Length; i++)
        {
            (Layer before, Layer layer) = (_layers[i - 1], _layers[i]);
            if (before.Outputs != layer.Inputs)
            {
                throw new ArgumentException(
                    $"Layer {i - 1}, {before}, gives {before.Outputs} features; layer {i}, {layer}, takes "
                    + $"{layer.Inputs}.",
                    nameof(layers));
            }
        }

        Seed = seed;
        Device = device ?? Device.Cpu;
        Claim();
        try
        {
            Initialize();
            Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
            _execution = Device.Place(_layers, ChooseForms.Of(_layers), workers);
        }
        catch
        {
            foreach (Layer layer in _layers) layer.Leave();
            throw;
        }
    }

    // Every layer is this network's, or none is.
    private void Claim()
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i].TryJoin(this)) continue;
            foreach (Layer claimed in _layers.AsSpan(0, i)) claimed.Leave();
            throw new ArgumentException(
                $"Layer {i}, {_layers[i]}, is in another network, which has its buffers and its parameters. Create a layer for "
                + "each network, and copy parameters from one to the other by their Value or by a checkpoint.",
                "layers");
        }
    }

    private void Initialize()
    {
        var random = new CounterRandom(unchecked((ulong)Seed));
        for (int i = 0; i < _layers.Length; i++) _layers[i].Initialize(random.Stream((ulong)i));
    }

    /// <summary>Where the network computes.</summary>
    public Device Device { get; }

    /// <summary>What determined the initial values.</summary>
    public int Seed { get; }

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

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
        return Plan(ShapeOf(steps, batch, encoder.IsConstant, isEncoded: true), Schedule);
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

    /// <summary>Starts a stream: the network is given one time step at a time and keeps its states.</summary>
    public Stepper StepByStep() => new(_execution);

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="training">Whether <see cref="Backward"/> will follow: what it needs is kept.</param>
    /// <returns>[T, B, F] of the last layer, valid until the same thread's next forward pass.</returns>
    /// <exception cref="ArgumentException">The input does not have the first layer's number of features.</exception>
    /// <exception cref="InvalidOperationException">Nothing fits into the budget of the schedule.</exception>
    public Signal Forward(Signal input, bool training = false)
    {
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.Forward(input, training, CutFor(new NetworkInput(input)));
    }

    /// <summary>Adds to the gradients of all parameters, going back through the last forward pass.</summary>
    /// <param name="outputGradient">dL/d(output), in the shape of the output.</param>
    /// <exception cref="InvalidOperationException">The last forward pass was not one for training.</exception>
    /// <exception cref="ArgumentException">The gradient does not have the shape of the output.</exception>
    public void Backward(Signal outputGradient)
    {
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

    /// <summary>
    /// Copies values and gradients of all parameters from the device, which has its own: <see cref="Parameters"/> are
    /// those of the last copy. On the processor they are always the network's own.
    /// </summary>
    public void CopyFromDevice() => CopyFromDevice(null);

    /// <summary>Copies values and gradients of all parameters to the device, where something other than training has changed them.</summary>
    public void CopyToDevice() => CopyToDevice(null);

    /// <summary>As <see cref="CopyFromDevice()"/>, with what an optimizer remembers.</summary>
    internal void CopyFromDevice(Optimizer? optimizer)
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

    /// <summary>Frees the network's memory on its device.</summary>
    internal void Release() => _execution.Dispose();

    private void SetObservers(PassObserver[] observers)
    {
        _observers = observers;
        _execution.Observers = observers.Length > 0 ? observers : null;
    }

    private BatchResult TrainStep(in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        using Exclusive.Hold hold = _execution.TakeForPass();
        return _execution.TrainStep(input, labels, loss, optimizer, CutFor(input));
    }

    private BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
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

    private TimeCut CutFor(NetworkInput input)
    {
        PassShape shape = ShapeOf(input.Steps, input.Batch, input.IsConstant, input.Encoder is not null);
        if (_lastCut?.Input != shape)
        {
            RequireCountable(shape);
            _lastCut = (shape, _schedule.CutFor(_execution, shape));
        }

        return _lastCut.Value.Cut;
    }
}
