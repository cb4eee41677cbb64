namespace Sgl;

/// <summary>
/// A population of neurons of one model that drives itself: neuron inputs at step t are x[t] + R·s[t − 1], where s is
/// the layer's output and s[−1] = 0.
/// </summary>
/// <remarks>
/// A step needs the one before, so the kernels run one time step at a time. Of every step the states before it are kept
/// for backward: 4 bytes per state and neuron-step, besides the tape.
/// </remarks>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
public sealed class Recurrent<TNeuron> : Layer
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly Population<TNeuron> _population;
    private readonly NeuronTiles<TNeuron> _tiles = new(startsFromBefore: false); // from where the step before ended
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly int _selected;
    private readonly GrowingBuffer _output = new();
    private readonly GrowingBuffer _drive = new();
    private readonly GrowingBuffer _drivenGradient = new();
    private readonly GrowingBuffer _outputGradient = new();
    private readonly GrowingBuffer _discarded = new();
    private readonly GrowingBuffer[] _tape;
    private readonly GrowingBuffer[] _history;

    // What depends on the number of neurons; null until it is known.
    private Parameter? _weight;
    private Parameter[]? _parameters;
    private LayerStates _states = null!;

    private bool _keepsDrive;

    /// <summary>Creates a population whose recurrent weights are 0 until <see cref="Initialize"/>.</summary>
    /// <param name="shape">The neurons: their number F, or (channels, length) and (channels, height, width).</param>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one input, or no such output; or F·F weights are more than one array can have.
    /// </exception>
    public Recurrent(Shape shape, TNeuron? neuron = null, string? output = null)
        : this(new Population<TNeuron>(neuron), output) => Build(shape);

    /// <summary>Creates a population with a neuron for each value of its input, whose shape its output has, too.</summary>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Recurrent(TNeuron? neuron = null, string? output = null)
        : this(new Population<TNeuron>(neuron), output)
    {
    }

    /// <summary>
    /// Creates a population of neurons that may differ from the start, whose recurrent weights are 0 until
    /// <see cref="Initialize"/>.
    /// </summary>
    /// <param name="shape">The neurons: their number F, or (channels, length) and (channels, height, width).</param>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, as for a <see cref="Spiking{T}"/>.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one input, or no such output; a neuron is null; a parameter that all neurons share
    /// differs, or a value is out of its bounds.
    /// </exception>
    public Recurrent(Shape shape, Func<int, TNeuron> neuron, string? output = null)
        : this(new Population<TNeuron>(neuron), output) => Build(shape);

    /// <summary>
    /// Creates a population with a neuron for each value of its input, which may differ from the start.
    /// </summary>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, once their number is known.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Recurrent(Func<int, TNeuron> neuron, string? output = null)
        : this(new Population<TNeuron>(neuron), output) => ArgumentNullException.ThrowIfNull(neuron);

    // Neurons are read once the model is known to fit.
    private Recurrent(Population<TNeuron> population, string? output)
    {
        if (_info.Inputs.Length != 1)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Inputs.Length} inputs ({string.Join(", ", _info.Inputs)}); a population that drives itself "
                + "has one.");
        }

        (_population, _selected) = (population, _info.OutputOrFirst(output));
        _tape = GrowingBuffer.Several(_info.Tape.Length);
        _history = GrowingBuffer.Several(_info.States.Length);
    }

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        int features = input.Features;
        _weight ??= new Parameter("recurrent weight", features, features);
        Shape shape = _population.Build(input, $"Recurrent<{_info.Name}>({features})");
        _parameters ??= [_weight, .. _population.Parameters];

        // The last output is a state too, behind those of the model.
        _states ??= new LayerStates(features, [.. _population.InitialStates, new InitialState(0f)]);
        return shape;
    }

    /// <summary>R, [F, F]: row i is what drives neuron i.</summary>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public Parameter Weight => _weight ?? throw NotBuilt();

    /// <summary>The recurrent weights, then the learnable parameters of the model as in a <see cref="Spiking{T}"/>.</summary>
    public override IReadOnlyList<Parameter> Parameters => _parameters ?? throw NotBuilt();

    /// <inheritdoc/>
    protected internal override LayerStates States => _states;

    /// <summary>Those of the model, then the layer's last output.</summary>
    protected internal override IReadOnlyList<string> StateNames => [.. _info.States, "last output"];

    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.ReleasesGradient
        | (_info.Outputs[_selected].IsSpike ? LayerTraits.GivesSpikes : LayerTraits.None);

    /// <inheritdoc/>
    internal override SynapseSource Synapses => SynapseSource.LastOutput;

    private Matrix WeightMatrix => new(Weight.Value, Outputs, Outputs);

    /// <summary>
    /// Draws the recurrent weights uniformly from ±1/√F, as torch.nn.RNN does, and sets the model's parameters to the
    /// values in the neuron object.
    /// </summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
        float bound = 1f / MathF.Sqrt(Outputs);
        random.Stream(0).FillUniform(Weight.Value.Span, -bound, bound);
        _population.Initialize();
    }

    /// <summary>The values of one of the model's parameters that the neurons compute with, as of a <see cref="Spiking{T}"/>.</summary>
    /// <inheritdoc cref="Spiking{T}.ValuesOf(string)"/>
    public float[] ValuesOf(string parameter) => Population.ValuesOf(parameter);

    /// <summary>Sets one of the model's parameters, as of a <see cref="Spiking{T}"/>.</summary>
    /// <inheritdoc cref="Spiking{T}.SetValues"/>
    public void SetValues(string parameter, params ReadOnlySpan<float> values) => Population.SetValues(parameter, values);

    /// <summary>Sets what a state is before the first step, as of a <see cref="Spiking{T}"/>.</summary>
    /// <inheritdoc cref="Spiking{T}.SetInitialState"/>
    public void SetInitialState(string state, params ReadOnlySpan<float> values) => Population.SetInitialState(state, values);

    /// <summary>The model and the number of neurons, as in <c>Recurrent&lt;Lif&gt;(100)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Recurrent<{_info.Name}>({Outputs})" : $"Recurrent<{_info.Name}>()";

    /// <summary>As of a <see cref="Spiking{T}"/>.</summary>
    protected internal override IReadOnlyList<SavedArray> Saved => _population.Saved;

    /// <summary>The neurons.</summary>
    /// <exception cref="InvalidOperationException">Their number is not known yet.</exception>
    internal Population<TNeuron> Population => _population.IsBuilt ? _population : throw NotBuilt();

    /// <summary>The one that it returns and feeds back.</summary>
    internal override IReadOnlyList<string> OutputNames => [_info.Outputs[_selected].Name];

    /// <summary>Which of the model's outputs that is.</summary>
    internal int SelectedOutput => _selected;

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOnDevice(GpuBackend on) => new DeviceRecurrent<TNeuron>(this, on.Math, on.Memory);

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass)
    {
        (Workers workers, bool training) = (pass.Workers, pass.IsTraining);
        int neurons = Sizes.Product(this, "a time step", input.Batch, Outputs);
        int length = Sizes.Product(this, "the output", input.Steps, input.Batch, Outputs);
        _tiles.Parameters = _population.RefreshedTiles();
        _states.BeginForward(input.Batch);
        for (int i = 0; i < _states.Count; i++) _states.Before[i].CopyTo(_states.Values[i]);
        _states.Values[..^1].CopyTo(_tiles.States);
        Memory<float> output = _output.Take(length);
        _keepsDrive = training && _info.BackwardReadsInputs;
        Memory<float> drive = _drive.Take(_keepsDrive ? length : neurons);
        for (int t = 0; t < input.Steps; t++)
        {
            Memory<float> now = Row(drive, _keepsDrive ? t : 0, neurons);
            input.At(t).CopyTo(now.Span);
            Memory<float> before = t == 0 ? _states.Values[^1] : Row(output, t - 1, neurons);
            MatrixProduct.Multiply(
                new Matrix(before, input.Batch, Outputs), WeightMatrix.Transpose(), now, workers, accumulate: true);
            _tiles.Inputs[0] = new Plane(now, neurons);
            if (_info.Outputs.Length > 1) Array.Fill(_tiles.Outputs, new Plane(_discarded.Take(neurons), neurons));
            _tiles.Outputs[_selected] = new Plane(Row(output, t, neurons), neurons);
            if (training) Keep(t, length, neurons);
            _tiles.Forward(1, neurons, training, workers);
        }

        Row(output, input.Steps - 1, neurons).CopyTo(_states.Values[^1]);
        return new Signal(output, input.Steps, input.Batch, Outputs);
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        Workers workers = pass.Workers;
        (int steps, int batch) = (outputGradient.Steps, outputGradient.Batch);
        int neurons = batch * Outputs;
        int length = steps * neurons;
        _states.BeginBackward();
        _states.Gradients[..^1].CopyTo(_tiles.StateGradients);
        _population.BeginGradients(_tiles, neurons, _states.GoesOnBackward);

        // dL/d(neuron inputs): of the layer's input, and what the weights' gradient is made of.
        Memory<float> driven = _drivenGradient.Take(length);
        Memory<float> total = _outputGradient.Take(neurons);
        Memory<float> fedBack = _states.Gradients[^1];
        for (int t = steps - 1; t >= 0; t--)
        {
            outputGradient.At(t).CopyTo(total.Span);
            Rows.AddTo(total, fedBack, workers);
            _tiles.OutputGradients[_selected] = new Plane(total, neurons);
            _tiles.InputGradients[0] = new Plane(Row(driven, t, neurons), neurons);
            _tiles.Inputs[0] = _keepsDrive ? new Plane(Row(_drive.Take(length), t, neurons), neurons) : default;
            Recall(t, length, neurons);
            _tiles.Backward(1, neurons, isContinued: t > 0 || _states.IsContinued, workers);
            MatrixProduct.Multiply(new Matrix(Row(driven, t, neurons), batch, Outputs), WeightMatrix, fedBack, workers);
        }

        AddWeightGradient(driven, steps, batch, workers);
        if (!_states.IsContinued) _population.EndGradients(_tiles, workers);
        return pass.NeedsInputGradient ? new Signal(driven, steps, batch, Outputs) : default;
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        long all = pass.Steps * neurons;
        yield return PlannedBuffer.Floats("output", all);
        yield return PlannedBuffer.Floats("neuron inputs", pass.Training && _info.BackwardReadsInputs ? all : neurons);
        foreach (PlannedBuffer buffer in _states.Plan(pass)) yield return buffer;
        if (_info.Outputs.Length > 1) yield return PlannedBuffer.Floats("discarded outputs", neurons);
        if (!pass.Training) yield break;
        foreach (string saved in _info.Tape) yield return PlannedBuffer.Floats($"tape of {saved}", all);
        foreach (string state in _info.States) yield return PlannedBuffer.Floats($"{state} before each step", all);
        yield return PlannedBuffer.Floats("gradient of neuron inputs", all);
        yield return PlannedBuffer.Floats("gradient of one step's output", neurons);
        if (_population.SumsOverTime > 0)
            yield return PlannedBuffer.Floats("gradients of parameters", _population.SumsOverTime * neurons);
    }

    // The last step first, so that the sum does not depend on where time is cut: all steps whose output before is in
    // the same pass, then the first one.
    private void AddWeightGradient(Memory<float> driven, int steps, int batch, Workers workers)
    {
        int rows = (steps - 1) * batch;
        if (rows > 0)
        {
            var later = new Matrix(driven[(batch * Outputs)..], rows, Outputs);
            var before = new Matrix(_output.Take(rows * Outputs), rows, Outputs);
            MatrixProduct.Multiply(
                later.Transpose(), before, Weight.Gradient, workers, accumulate: true, downwards: true);
        }

        var first = new Matrix(driven, batch, Outputs);
        var start = new Matrix(_states.Before[^1], batch, Outputs);
        MatrixProduct.Multiply(first.Transpose(), start, Weight.Gradient, workers, accumulate: true, downwards: true);
    }

    // Before a step: its row of the tape, and the states as they are.
    private void Keep(int t, int length, int neurons)
    {
        Recall(t, length, neurons);
        for (int i = 0; i < _history.Length; i++)
            _states.Values[i].CopyTo(Row(_history[i].Take(length), t, neurons));
    }

    private void Recall(int t, int length, int neurons)
    {
        for (int i = 0; i < _tape.Length; i++) _tiles.Tape[i] = new Plane(Row(_tape[i].Take(length), t, neurons), neurons);
        for (int i = 0; i < _history.Length; i++) _tiles.Before[i] = Row(_history[i].Take(length), t, neurons);
    }

    private static Memory<float> Row(Memory<float> rows, int t, int length) => rows.Slice(t * length, length);
}
