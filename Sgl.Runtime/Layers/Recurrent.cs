using System.Buffers;

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
    private readonly Spiking<TNeuron> _neurons;
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly GrowingBuffer _output = new();
    private readonly GrowingBuffer _drive = new();
    private readonly GrowingBuffer _drivenGradient = new();
    private readonly GrowingBuffer _outputGradient = new();
    private readonly GrowingBuffer _unread = new();
    private readonly GrowingBuffer[] _tape;
    private readonly GrowingBuffer[] _history;

    // What the tiles of a step share, so that no step allocates it.
    private readonly Plane[] _inputs = new Plane[1];
    private readonly Plane[] _inputGradients = new Plane[1];
    private readonly Plane[] _outputs;
    private readonly Plane[] _outputGradients;
    private readonly Plane[] _tapePlanes;
    private readonly ReadOnlyMemory<float>[] _statesBefore;

    // What depends on the number of neurons; null until it is known.
    private Parameter? _weight;
    private Parameter[]? _parameters;
    private LayerStates _states = null!;

    private bool _keepsDrive;

    /// <summary>Creates a population whose recurrent weights are 0 until <see cref="Initialize"/>.</summary>
    /// <param name="features">F, the number of neurons, at least 1.</param>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one input, or no such output; or F·F weights are more than one array can have.
    /// </exception>
    public Recurrent(int features, TNeuron? neuron = null, string? output = null)
        : this(() => new Spiking<TNeuron>(features, neuron, output)) => Build(features);

    /// <summary>Creates a population with a neuron for each value of its input, whose shape its output has, too.</summary>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Recurrent(TNeuron? neuron = null, string? output = null)
        : this(() => new Spiking<TNeuron>(neuron, output))
    {
    }

    /// <summary>
    /// Creates a population of neurons that may differ from the start, whose recurrent weights are 0 until
    /// <see cref="Initialize"/>.
    /// </summary>
    /// <param name="features">F, the number of neurons, at least 1.</param>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, as for a <see cref="Spiking{T}"/>.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one input, or no such output; a neuron is null; a parameter that all neurons share
    /// differs, or a value is out of its bounds.
    /// </exception>
    public Recurrent(int features, Func<int, TNeuron> neuron, string? output = null)
        : this(() => new Spiking<TNeuron>(features, neuron, output)) => Build(features);

    /// <summary>
    /// Creates a population with a neuron for each value of its input, which may differ from the start.
    /// </summary>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, once their number is known.</param>
    /// <param name="output">Which of the model's outputs the layer returns and feeds back, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Recurrent(Func<int, TNeuron> neuron, string? output = null)
        : this(() => new Spiking<TNeuron>(neuron, output))
    {
    }

    // Neurons are read once the model is known to fit.
    private Recurrent(Func<Spiking<TNeuron>> create)
    {
        if (_info.Inputs.Length != 1)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Inputs.Length} inputs ({string.Join(", ", _info.Inputs)}); a population that drives itself "
                + "has one.");
        }

        _neurons = create();
        _tape = GrowingBuffer.Several(_info.Tape.Length);
        _history = GrowingBuffer.Several(_info.States.Length);
        _outputs = new Plane[_info.Outputs.Length];
        _outputGradients = new Plane[_info.Outputs.Length];
        _tapePlanes = new Plane[_info.Tape.Length];
        _statesBefore = new ReadOnlyMemory<float>[_info.States.Length];
    }

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        if (_parameters is not null) return input;
        int features = input.Features;
        _weight = new Parameter("recurrent weight", features, features);
        if (!_neurons.IsBuilt) _neurons.Build(input);
        _parameters = [_weight, .. _neurons.Parameters];

        // The last output is a state too, behind those of the model.
        _states = new LayerStates(features, [.. _neurons.InitialStates, new InitialState(0f)]);
        return input;
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
    protected internal override LayerTraits Traits => (_neurons.Traits & LayerTraits.GivesSpikes) | LayerTraits.ReleasesGradient;

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
        _neurons.Initialize(random.Stream(1));
    }

    /// <summary>The values of one of the model's parameters that the neurons compute with: [F], or [1] where shared.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="ArgumentException">The model has no such parameter.</exception>
    public float[] ValuesOf(string parameter) => _neurons.ValuesOf(parameter);

    /// <summary>Sets one of the model's parameters, as of a <see cref="Spiking{T}"/>.</summary>
    /// <inheritdoc cref="Spiking{T}.SetValues"/>
    public void SetValues(string parameter, params ReadOnlySpan<float> values) => _neurons.SetValues(parameter, values);

    /// <summary>Sets what a state is before the first step, as of a <see cref="Spiking{T}"/>.</summary>
    /// <inheritdoc cref="Spiking{T}.SetInitialState"/>
    public void SetInitialState(string state, params ReadOnlySpan<float> values) => _neurons.SetInitialState(state, values);

    /// <summary>The model and the number of neurons, as in <c>Recurrent&lt;Lif&gt;(100)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Recurrent<{_info.Name}>({Outputs})" : $"Recurrent<{_info.Name}>()";

    /// <summary>As of a <see cref="Spiking{T}"/>.</summary>
    protected internal override IReadOnlyList<SavedArray> Saved => _neurons.Saved;

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) =>
        new DeviceRecurrent<TNeuron>(this, _neurons, math, memory);

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass)
    {
        (Workers workers, bool training) = (pass.Workers, pass.IsTraining);
        int neurons = Sizes.Product(this, "a time step", input.Batch, Outputs);
        int length = Sizes.Product(this, "the output", input.Steps, input.Batch, Outputs);
        _neurons.RefreshValues();
        _states.BeginForward(input.Batch);
        for (int i = 0; i < _states.Count; i++) _states.Before[i].CopyTo(_states.Values[i]);
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
            _inputs[0] = new Plane(now, neurons);
            if (_outputs.Length > 1) Array.Fill(_outputs, new Plane(_unread.Take(neurons), neurons));
            _outputs[_neurons.Selected] = new Plane(Row(output, t, neurons), neurons);
            if (training) Keep(t, length, neurons);
            ForwardStep(neurons, training, workers);
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
        _neurons.BeginParameterGradients(neurons, _states.GoesOnBackward);

        // dL/d(neuron inputs): of the layer's input, and what the weights' gradient is made of.
        Memory<float> driven = _drivenGradient.Take(length);
        Memory<float> total = _outputGradient.Take(neurons);
        Memory<float> fedBack = _states.Gradients[^1];
        for (int t = steps - 1; t >= 0; t--)
        {
            outputGradient.At(t).CopyTo(total.Span);
            Rows.AddTo(total, fedBack, workers);
            _outputGradients[_neurons.Selected] = new Plane(total, neurons);
            _inputGradients[0] = new Plane(Row(driven, t, neurons), neurons);
            _inputs[0] = _keepsDrive ? new Plane(Row(_drive.Take(length), t, neurons), neurons) : default;
            Recall(t, length, neurons);
            BackwardStep(neurons, isContinued: t > 0 || _states.IsContinued, workers);
            MatrixProduct.Multiply(new Matrix(Row(driven, t, neurons), batch, Outputs), WeightMatrix, fedBack, workers);
        }

        AddWeightGradient(driven, steps, batch, workers);
        if (!_states.IsContinued) _neurons.EndParameterGradients(workers);
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
        if (_info.Outputs.Length > 1) yield return PlannedBuffer.Floats("what nobody reads", neurons);
        if (!pass.Training) yield break;
        foreach (string saved in _info.Tape) yield return PlannedBuffer.Floats($"tape of {saved}", all);
        foreach (string state in _info.States) yield return PlannedBuffer.Floats($"{state} before each step", all);
        yield return PlannedBuffer.Floats("gradient of neuron inputs", all);
        yield return PlannedBuffer.Floats("gradient of one step's output", neurons);
        if (_neurons.SumsOverTime > 0)
            yield return PlannedBuffer.Floats("gradients of parameters", _neurons.SumsOverTime * neurons);
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

    private void ForwardStep(int neurons, bool training, Workers workers) =>
        workers.RunBlocks(neurons, ForwardTile.MaxWidth, (layer: this, training), static (job, offset, width) =>
        {
            Recurrent<TNeuron> layer = job.layer;
            ReadOnlyMemory<float>[] parameters = layer._neurons.RentTileParameters(offset, width);
            TNeuron.Forward(new ForwardTile
            {
                Steps = 1,
                Width = width,
                Offset = offset,
                Inputs = layer._inputs,
                Parameters = parameters,
                States = layer._states.Values[..^1],
                Outputs = layer._outputs,
                Tape = job.training ? layer._tapePlanes : [],
            });
            ArrayPool<ReadOnlyMemory<float>>.Shared.Return(parameters, clearArray: true);
        });

    private void BackwardStep(int neurons, bool isContinued, Workers workers) =>
        workers.RunBlocks(neurons, ForwardTile.MaxWidth, (layer: this, isContinued), static (job, offset, width) =>
        {
            Recurrent<TNeuron> layer = job.layer;
            using Scratch scratch = Scratch.Rent(
                BackwardTile.ScratchLength(1, width, layer._info.ScratchPerStep));
            ReadOnlyMemory<float>[] parameters = layer._neurons.RentTileParameters(offset, width);
            TNeuron.Backward(new BackwardTile
            {
                Steps = 1,
                Width = width,
                Offset = offset,
                OutputGradients = layer._outputGradients,
                Inputs = layer._inputs,
                Tape = layer._tapePlanes,
                InitialStates = layer._statesBefore,
                Parameters = parameters,
                StateGradients = layer._states.Gradients[..^1],
                InputGradients = layer._inputGradients,
                ParameterGradients = layer._neurons.ParameterGradients,
                HoistedGradients = layer._neurons.HoistedGradients,
                IsContinued = job.isContinued,
                Scratch = scratch.Span,
            });
            ArrayPool<ReadOnlyMemory<float>>.Shared.Return(parameters, clearArray: true);
        });

    // Before a step: its row of the tape, and the states as they are.
    private void Keep(int t, int length, int neurons)
    {
        Recall(t, length, neurons);
        for (int i = 0; i < _history.Length; i++)
            _states.Values[i].CopyTo(Row(_history[i].Take(length), t, neurons));
    }

    private void Recall(int t, int length, int neurons)
    {
        for (int i = 0; i < _tape.Length; i++) _tapePlanes[i] = new Plane(Row(_tape[i].Take(length), t, neurons), neurons);
        for (int i = 0; i < _history.Length; i++) _statesBefore[i] = Row(_history[i].Take(length), t, neurons);
    }

    private static Memory<float> Row(Memory<float> rows, int t, int length) => rows.Slice(t * length, length);
}
