namespace Sgl;

/// <summary>
/// A part of a network that maps a signal [T, B, <see cref="Inputs"/>] to one [T, B, <see cref="Outputs"/>], and the
/// gradient of the loss back. A layer keeps its buffers and reuses them; it serves one network and one caller at a
/// time. Called without a network, each of its forward passes starts from the initial states.
/// </summary>
public abstract partial class Layer
{
    private readonly Exclusive _use = new("Give each thread layers of its own.");

    // What the last forward pass for training returned; a gradient must have its shape.
    private Signal? _output;

    // Spikes that a caller gave as bits to a layer that takes floats; by input, as the signals of a pass.
    private GrowingBuffer?[] _unpacked = [];
    private Signal[] _given = [];

    // Which network it is in; null is none.
    private object? _network;

    private Shape[] _inputShapes = [];
    private Shape _outputShape;

    /// <summary>Leaves the sizes to <see cref="Build"/>, as a network calls it.</summary>
    protected Layer()
    {
    }

    /// <summary>Sets the sizes.</summary>
    /// <param name="inputs">Features of the input, at least 1.</param>
    /// <param name="outputs">Features of the output, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected Layer(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        SetShapes([inputs], outputs);
    }

    /// <summary>Whether the sizes are known: they were said, or <see cref="Build"/> has inferred them.</summary>
    public bool IsBuilt => _inputShapes.Length > 0;

    /// <summary>Features of the input, or of the first one.</summary>
    /// <exception cref="InvalidOperationException">The sizes are not known yet.</exception>
    public int Inputs => InputShapes[0].Features;

    /// <summary>Features of the output.</summary>
    /// <exception cref="InvalidOperationException">The sizes are not known yet.</exception>
    public int Outputs => OutputShape.Features;

    /// <summary>The shape of each input; [<see cref="Inputs"/>] until <see cref="Build"/> has said more.</summary>
    /// <exception cref="InvalidOperationException">The sizes are not known yet.</exception>
    public IReadOnlyList<Shape> InputShapes => IsBuilt ? _inputShapes : throw NotBuilt();

    /// <summary>The shape of the output; [<see cref="Outputs"/>] until <see cref="Build"/> has said more.</summary>
    /// <exception cref="InvalidOperationException">The sizes are not known yet.</exception>
    public Shape OutputShape => IsBuilt ? _outputShape : throw NotBuilt();

    /// <summary>What training changes, in a fixed order; may be empty.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// What a time step is given by the one before; null where an output depends on the input of its own step only.
    /// Every other layer must have its states here, or a schedule that cuts time would lose them.
    /// </summary>
    protected internal virtual LayerStates? States => null;

    /// <summary>What the <see cref="States"/> are called, in their order.</summary>
    protected internal virtual IReadOnlyList<string> StateNames =>
        [.. Enumerable.Range(0, States?.Count ?? 0).Select(i => $"state {i}")];

    /// <summary>What its inputs are called, in order.</summary>
    public virtual IReadOnlyList<string> InputNames => ["input"];

    /// <summary>What its outputs are called.</summary>
    internal virtual IReadOnlyList<string> OutputNames => ["output"];

    /// <summary>Which of its outputs it returns; others are <see cref="NamedOutput"/>s.</summary>
    internal virtual int Selected => 0;

    /// <summary>Another output than the one that it returns.</summary>
    internal virtual NamedOutput CreateOutput(int index) => throw new NotSupportedException($"{this} has one output.");

    /// <summary>What the layer offers and accepts.</summary>
    protected internal virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>What it can compute together with a neighbour.</summary>
    internal virtual Fusions Fusions => Fusions.None;

    /// <summary>Whether a trait is among its own.</summary>
    internal bool Has(LayerTraits trait) => Traits.HasFlag(trait);

    /// <inheritdoc cref="Has(LayerTraits)"/>
    internal bool Has(Fusions fusion) => Fusions.HasFlag(fusion);

    /// <summary>What the layer multiplies with weights.</summary>
    internal virtual SynapseSource Synapses => SynapseSource.None;

    /// <summary>
    /// Says what shape each input has, which sets all sizes that were not said and checks those that were. A network calls
    /// it for each layer; a layer on its own that was given no sizes takes them from its first input.
    /// </summary>
    /// <param name="inputs">The shape of a sample at one time step, of each input.</param>
    /// <exception cref="ArgumentException">The layer does not take such inputs.</exception>
    public void Build(params ReadOnlySpan<Shape> inputs)
    {
        if (inputs.IsEmpty || inputs.Contains(default)) throw new ArgumentException("default(Shape) is no shape.", nameof(inputs));
        if (inputs.SequenceEqual(_inputShapes)) return;
        for (int i = 0; IsBuilt && i < inputs.Length && i < _inputShapes.Length; i++)
        {
            if (inputs[i].Features != _inputShapes[i].Features)
            {
                throw new ArgumentException(
                    $"{this} takes {_inputShapes[i].Features} features; {inputs[i]} has {inputs[i].Features}.", nameof(inputs));
            }
        }

        SetShapes(inputs, BuildCore(inputs));
    }

    /// <summary>
    /// Creates what depends on the shape of the input, unless that was said before, and returns the shape of the output.
    /// </summary>
    /// <param name="input">The shape; it has <see cref="Inputs"/> features where sizes were said.</param>
    /// <exception cref="ArgumentException">The layer does not take that shape.</exception>
    protected virtual Shape BuildCore(Shape input) => IsBuilt
        ? _outputShape
        : throw new NotSupportedException($"{GetType().Name} was given no sizes and does not override {nameof(BuildCore)}.");

    private protected virtual Shape BuildCore(ReadOnlySpan<Shape> inputs) => inputs.Length == 1
        ? BuildCore(inputs[0])
        : throw new ArgumentException($"{this} takes one input; {inputs.Length} are given.", nameof(inputs));

    private void SetShapes(ReadOnlySpan<Shape> inputs, Shape output)
    {
        (_inputShapes, _outputShape) = (inputs.ToArray(), output);
        (_given, _unpacked) = (new Signal[inputs.Length], new GrowingBuffer?[inputs.Length]);
    }

    private protected InvalidOperationException NotBuilt() => new(
        $"{this} has no sizes yet: a network infers them from the shape of its input, as {nameof(Build)} does for a layer on its own.");

    /// <summary>Sets every parameter to its value before training.</summary>
    /// <param name="random">The layer's own random numbers.</param>
    public abstract void Initialize(CounterRandom random);

    /// <summary>Computes the output of all time steps, of a layer on its own.</summary>
    /// <param name="input">
    /// [T, B, <see cref="Inputs"/>]. Where <paramref name="training"/>, it must stay unchanged until the backward pass.
    /// </param>
    /// <param name="training">Whether a backward pass will follow: what it needs is kept.</param>
    /// <param name="workers">The threads to use.</param>
    /// <returns>[T, B, <see cref="Outputs"/>], valid until the layer's next forward pass.</returns>
    /// <exception cref="ArgumentException">
    /// The input does not have <see cref="Inputs"/> features, or an array of the pass would be too large.
    /// </exception>
    /// <exception cref="InvalidOperationException">The layer returned an output of another shape.</exception>
    public Signal Forward(Signal input, bool training, Workers workers) => Forward(input, new Pass(workers, training));

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="input">
    /// [T, B, <see cref="Inputs"/>]. In training it must stay unchanged until the backward pass, unless the layer may overwrite
    /// it, see <see cref="Edges.MayOverwriteInput"/>.
    /// </param>
    /// <param name="pass">What is asked of the layer.</param>
    /// <inheritdoc cref="Forward(Signal, bool, Workers)"/>
    public Signal Forward(Signal input, Pass pass) => Forward(new ReadOnlySpan<Signal>(in input), pass);

    /// <summary>Computes the output of all time steps, of a layer that may have several inputs.</summary>
    /// <param name="inputs">A signal for each input, of the same numbers of time steps and samples.</param>
    /// <param name="pass">What is asked of the layer.</param>
    /// <inheritdoc cref="Forward(Signal, bool, Workers)"/>
    public Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(pass.Workers, nameof(pass));
        foreach (Signal input in inputs) input.RequireValues(nameof(inputs));
        if (!IsBuilt) Build(Array.ConvertAll(inputs.ToArray(), input => input.Shape));
        RequireFit(inputs);
        using Exclusive.Hold hold = _use.Take(this);
        for (int i = 0; i < inputs.Length; i++)
            _given[i] = inputs[i].IsSpikes && !Has(LayerTraits.TakesBits) ? Unpack(i, inputs[i]) : inputs[i];
        Signal output = ForwardCore(_given, pass);
        RequireShape("an output", output, inputs[0].Steps, inputs[0].Batch, Outputs);
        _output = pass.IsTraining ? output : null;
        return output;
    }

    /// <summary>
    /// Takes the gradient through the last forward pass: adds to the gradients of the parameters and returns that of
    /// the input. What forward kept is gone afterwards, so there is one backward pass for each.
    /// </summary>
    /// <param name="outputGradient">
    /// dL/d(output), [T, B, <see cref="Outputs"/>]. Where the output was constant over time, it may be constant too:
    /// then it is dL/d(row), already summed over the time steps.
    /// </param>
    /// <param name="needsInputGradient">Whether to compute the gradient of the input.</param>
    /// <param name="workers">The threads to use.</param>
    /// <returns>
    /// dL/d(input), valid until the layer's next pass, or <c>default</c> where it is not needed.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// The last forward pass was not one for training, or has been gone back through; or the layer returned a gradient of
    /// another shape.
    /// </exception>
    /// <exception cref="ArgumentException">The gradient does not have the shape of the output.</exception>
    public Signal Backward(Signal outputGradient, bool needsInputGradient, Workers workers) =>
        Backward(outputGradient, new Pass(workers, IsTraining: true, needsInputGradient));

    /// <inheritdoc cref="Backward(Signal, bool, Workers)"/>
    /// <param name="outputGradient">
    /// dL/d(output), [T, B, <see cref="Outputs"/>]; the layer may overwrite it, see <see cref="Edges.MayOverwriteGradient"/>.
    /// </param>
    /// <param name="pass">What is asked of the layer.</param>
    public Signal Backward(Signal outputGradient, Pass pass)
    {
        Signal inputGradient = default;
        Backward(outputGradient, new Span<Signal>(ref inputGradient), pass);
        return inputGradient;
    }

    /// <summary>
    /// Takes the gradient through the last forward pass of a layer that may have several inputs: adds to the gradients of the
    /// parameters and gives that of each input. There is one backward pass for each forward pass.
    /// </summary>
    /// <inheritdoc cref="Backward(Signal, Pass)"/>
    /// <param name="outputGradient">dL/d(output), [T, B, <see cref="Outputs"/>].</param>
    /// <param name="inputGradients">Receives dL/d(input) of each input, or <c>default</c> where they are not needed.</param>
    /// <param name="pass">What is asked of the layer.</param>
    public void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(pass.Workers, nameof(pass));
        using Exclusive.Hold hold = _use.Take(this);
        if (_output is not { } output)
        {
            throw new InvalidOperationException(
                $"{this} has no forward pass with training = true to go back through, or has gone back already.");
        }

        Signal given = outputGradient;
        if ((given.Steps, given.Batch, given.Features) != (output.Steps, output.Batch, output.Features))
        {
            throw new ArgumentException(
                $"{this} gave an output of [{output.Steps}, {output.Batch}, {output.Features}]; the gradient is "
                + $"[{given.Steps}, {given.Batch}, {given.Features}].");
        }

        if (given.IsConstant && !output.IsConstant)
            throw new ArgumentException($"{this} gave an output that changes over time; the gradient is constant.");
        if (inputGradients.Length != _inputShapes.Length)
            throw new ArgumentException($"{this} has {_inputShapes.Length} inputs; there is room for {inputGradients.Length} gradients.");
        _output = null;
        BackwardCore(outputGradient, inputGradients, pass);
        if (!pass.NeedsInputGradient) return;
        for (int i = 0; i < inputGradients.Length; i++)
            RequireShape("a gradient of the input", inputGradients[i], given.Steps, given.Batch, _inputShapes[i].Features);
    }

    private void RequireFit(ReadOnlySpan<Signal> inputs)
    {
        if (inputs.Length != _inputShapes.Length)
            throw new ArgumentException($"{this} takes {_inputShapes.Length} inputs; {inputs.Length} are given.");
        for (int i = 0; i < inputs.Length; i++)
        {
            int features = _inputShapes[i].Features;
            if (inputs[i].Features != features)
                throw new ArgumentException($"{this} takes {features} features; the input has {inputs[i].Features}.");
            if ((inputs[i].Steps, inputs[i].Batch) == (inputs[0].Steps, inputs[0].Batch)) continue;
            throw new ArgumentException(
                $"The inputs of {this} differ: [{inputs[0].Steps}, {inputs[0].Batch}, …] and [{inputs[i].Steps}, {inputs[i].Batch}, …].");
        }
    }

    private Signal Unpack(int input, Signal spikes)
    {
        int length = Sizes.Product(this, "the input", spikes.Rows, spikes.Features);
        Memory<float> values = (_unpacked[input] ??= new GrowingBuffer()).Take(length);
        spikes.Spikes.Unpack(values.Span);
        return new Signal(values, spikes.Steps, spikes.Batch, spikes.Shape);
    }

    // What a layer of the caller's own returns may be anything.
    private void RequireShape(string what, Signal signal, int steps, int batch, int features)
    {
        if ((signal.Steps, signal.Batch, signal.Features) == (steps, batch, features)) return;
        throw new InvalidOperationException(
            $"{this} returned {what} of [{signal.Steps}, {signal.Batch}, {signal.Features}]; [{steps}, {batch}, {features}] was "
            + "asked of it.");
    }

    /// <summary>Which network it is in, also of one that was disposed of; null is none.</summary>
    internal object? Owner => _network;

    /// <summary>Makes it another network's, if it is one's still.</summary>
    /// <returns>Whether it is in the other one now.</returns>
    internal bool TryMove(object? from, object? to) => Interlocked.CompareExchange(ref _network, to, from) == from;

    /// <summary>Sets the gradients of all parameters to 0 ahead of a training step, in which there will be a backward pass.</summary>
    internal virtual void ClearGradients()
    {
        for (int i = 0; i < Parameters.Count; i++) Parameters[i].ZeroGradient();
    }

    /// <summary>Computes the output of all time steps. The arguments are known to fit.</summary>
    /// <inheritdoc cref="Forward(Signal, Pass)"/>
    protected abstract Signal ForwardCore(Signal input, Pass pass);

    /// <summary>
    /// Adds to the gradients of the parameters and returns that of the input. The arguments are known to fit.
    /// </summary>
    /// <inheritdoc cref="Backward(Signal, Pass)"/>
    protected abstract Signal BackwardCore(Signal outputGradient, Pass pass);

    private protected virtual Signal ForwardCore(ReadOnlySpan<Signal> inputs, Pass pass) => ForwardCore(inputs[0], pass);

    private protected virtual void BackwardCore(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
        inputGradients[0] = BackwardCore(outputGradient, pass);

    /// <summary>
    /// What a checkpoint saves besides <see cref="Parameters"/>: arrays of the layer's own that training changes, and its
    /// settings as fixed ones.
    /// </summary>
    protected internal virtual IReadOnlyList<SavedArray> Saved => [];

    /// <summary>The layer in the memory of a device.</summary>
    /// <exception cref="NotSupportedException">It has no form there.</exception>
    internal virtual DeviceLayer PlaceOnDevice(GpuBackend on) =>
        throw new NotSupportedException($"{this} does not run on a device; the layers of Sgl do.");

    /// <summary>The buffers that the layer keeps for its passes; a layer that lists none counts as having none.</summary>
    /// <param name="pass">The largest pass.</param>
    protected internal virtual IEnumerable<PlannedBuffer> Plan(PassShape pass) => [];
}
