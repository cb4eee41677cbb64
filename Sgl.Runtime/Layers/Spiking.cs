using System.Buffers;

namespace Sgl;

/// <summary>
/// A population of neurons of one model, each with one input: the signal's feature f drives neuron f. Every forward
/// pass starts from the model's initial states.
/// </summary>
/// <remarks>
/// The B·F neurons of a batch are cut into tiles that each run through all time steps with their states in the
/// cache. The gradient of a parameter is kept per neuron and sample and summed in one fixed order, so the bits do not
/// depend on the number of threads.
/// </remarks>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
public sealed class Spiking<TNeuron> : Layer
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly int _selected;
    private readonly float[] _initialStates;
    private readonly List<LearnedParameter> _learned = [];

    // For each parameter: its shared value, or those of neurons 0, 1, … F − 1, 0, 1, …, long enough that any tile's
    // values are one slice, at whichever neuron it starts.
    private readonly float[][] _values;

    private readonly GrowingBuffer _output = new();
    private readonly GrowingBuffer _inputGradient = new();
    private readonly GrowingBuffer _unread = new();
    private readonly GrowingBuffer[] _startStates;
    private readonly GrowingBuffer[] _states;
    private readonly GrowingBuffer[] _stateGradients;
    private readonly GrowingBuffer[] _tape;

    // The input of the last forward pass for training, where backward reads it.
    private Plane _input;

    /// <summary>Creates a population.</summary>
    /// <param name="features">F, the number of neurons, at least 1.</param>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Spiking(int features, TNeuron? neuron = null, string? output = null)
        : base(features, features)
    {
        if (_info.Inputs.Length != 1)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Inputs.Length} inputs ({string.Join(", ", _info.Inputs)}); a layer drives "
                + "exactly one.");
        }

        string[] outputs = [.. _info.Outputs.Select(item => item.Name)];
        _selected = output is null ? 0 : Array.IndexOf(outputs, output);
        if (_selected < 0)
        {
            throw new ArgumentException(
                $"{_info.Name} has no output '{output}'; it has {string.Join(", ", outputs)}.", nameof(output));
        }

        neuron ??= new TNeuron();
        var initialParameters = new float[_info.Parameters.Length];
        TNeuron.ReadParameters(neuron, initialParameters);
        _initialStates = new float[_info.States.Length];
        TNeuron.ReadStates(neuron, _initialStates);

        _values = new float[_info.Parameters.Length][];
        for (int i = 0; i < _values.Length; i++)
        {
            ParameterInfo info = _info.Parameters[i];
            _values[i] = new float[info.PerNeuron ? checked(features + ForwardTile.MaxWidth) : 1];
            Array.Fill(_values[i], initialParameters[i]);
            if (info.Learnable)
                _learned.Add(new LearnedParameter(i, info, features, initialParameters[i], _info.Name));
        }

        Parameters = [.. _learned.Select(item => item.Parameter)];
        _startStates = Buffers(_info.States.Length);
        _states = Buffers(_info.States.Length);
        _stateGradients = Buffers(_info.States.Length);
        _tape = Buffers(_info.Tape.Length);
        Initialize(default);
    }

    /// <summary>
    /// The model's learnable parameters, in order of declaration: [F] where each neuron has its own, else [1]. Of one
    /// with a <see cref="Bound.Logistic"/> bound it is the unbounded number that optimizers change;
    /// <see cref="ValuesOf(string)"/> gives the parameter itself.
    /// </summary>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Sets every learnable parameter to the value in the neuron object. Nothing is random.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
        foreach (LearnedParameter item in _learned) item.Initialize();
    }

    /// <summary>The values of one of the model's parameters that the neurons compute with: [F], or [1] where shared.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="ArgumentException">The model has no such parameter.</exception>
    public float[] ValuesOf(string parameter)
    {
        int index = _info.Parameters.Select(info => info.Name).ToList().IndexOf(parameter);
        if (index < 0)
        {
            throw new ArgumentException(
                $"{_info.Name} has no parameter '{parameter}'; it has "
                + $"{string.Join(", ", _info.Parameters.Select(info => info.Name))}.",
                nameof(parameter));
        }

        return _learned.Find(item => item.Index == index) is { } learned
            ? learned.Effective().ToArray()
            : _values[index][..(_info.Parameters[index].PerNeuron ? Outputs : 1)];
    }

    /// <summary>The model and the number of neurons, as in <c>Spiking&lt;Lif&gt;(100)</c>.</summary>
    public override string ToString() => $"Spiking<{_info.Name}>({Outputs})";

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, bool training, Workers workers)
    {
        int neurons = checked(input.Batch * Inputs);
        int length = checked(input.Steps * neurons);
        foreach (LearnedParameter item in _learned) Repeat(item.Effective(), _values[item.Index]);
        Memory<float>[] startStates = Take(_startStates, neurons);
        for (int i = 0; i < startStates.Length; i++) startStates[i].Span.Fill(_initialStates[i]);
        Memory<float>[] states = Take(_states, neurons);
        Plane[] outputs = [.. _info.Outputs.Select(_ => Unread(neurons))];
        outputs[_selected] = new Plane(_output.Take(length), neurons);
        Plane[] tape = training ? Tape(length, neurons) : [];
        _input = training && _info.BackwardReadsInputs ? input.Plane : default;

        workers.RunBlocks(neurons, ForwardTile.MaxWidth, (offset, width) =>
        {
            for (int i = 0; i < states.Length; i++)
                startStates[i].Slice(offset, width).CopyTo(states[i].Slice(offset, width));
            TNeuron.Forward(new ForwardTile
            {
                Steps = input.Steps,
                Width = width,
                Offset = offset,
                Inputs = [input.Plane],
                Parameters = TileParameters(offset, width),
                States = states,
                Outputs = outputs,
                Tape = tape,
            });
        });
        return new Signal(outputs[_selected].Data, input.Steps, input.Batch, Outputs);
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, bool needsInputGradient, Workers workers)
    {
        int steps = outputGradient.Steps;
        int neurons = outputGradient.Batch * Outputs;
        int length = steps * neurons;
        var outputGradients = new Plane[_info.Outputs.Length];
        outputGradients[_selected] = outputGradient.Plane;
        Plane inputGradient = needsInputGradient ? new(_inputGradient.Take(length), neurons) : Unread(neurons);
        Plane[] tape = Tape(length, neurons);
        ReadOnlyMemory<float>[] startStates = [.. Take(_startStates, neurons)];
        Memory<float>[] stateGradients = Take(_stateGradients, neurons);
        var parameterGradients = new Memory<float>[_info.Parameters.Length];
        foreach (LearnedParameter item in _learned) parameterGradients[item.Index] = item.Gradients.Take(neurons);

        workers.RunBlocks(neurons, BackwardTile.WidthFor(steps, _info.ScratchPerStep), (offset, width) =>
        {
            foreach (Memory<float> gradient in stateGradients) gradient.Span.Slice(offset, width).Clear();
            foreach (LearnedParameter item in _learned) parameterGradients[item.Index].Span.Slice(offset, width).Clear();
            float[] scratch = ArrayPool<float>.Shared.Rent(
                BackwardTile.ScratchLength(steps, width, _info.ScratchPerStep));
            TNeuron.Backward(new BackwardTile
            {
                Steps = steps,
                Width = width,
                Offset = offset,
                OutputGradients = outputGradients,
                Inputs = [_input],
                Tape = tape,
                InitialStates = startStates,
                Parameters = TileParameters(offset, width),
                StateGradients = stateGradients,
                InputGradients = [inputGradient],
                ParameterGradients = parameterGradients,
                Scratch = scratch,
            });
            ArrayPool<float>.Shared.Return(scratch);
        });

        foreach (LearnedParameter item in _learned) item.AddGradient(parameterGradients[item.Index], workers);
        return needsInputGradient
            ? new Signal(inputGradient.Data, steps, outputGradient.Batch, Inputs)
            : default;
    }

    private ReadOnlyMemory<float>[] TileParameters(int offset, int width)
    {
        var values = new ReadOnlyMemory<float>[_values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = _info.Parameters[i].PerNeuron ? _values[i].AsMemory(offset % Inputs, width) : _values[i];
        return values;
    }

    private Plane[] Tape(int length, int neurons) => [.. Take(_tape, length).Select(slot => new Plane(slot, neurons))];

    // A kernel writes all its outputs. What nobody reads goes to a single row, over and over.
    private Plane Unread(int neurons) => new(_unread.Take(neurons), 0);

    private static GrowingBuffer[] Buffers(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new GrowingBuffer())];

    private static Memory<float>[] Take(GrowingBuffer[] buffers, int length) =>
        [.. buffers.Select(buffer => buffer.Take(length))];

    private static void Repeat(ReadOnlySpan<float> values, Span<float> target)
    {
        for (; target.Length > values.Length; target = target[values.Length..]) values.CopyTo(target);
        values[..target.Length].CopyTo(target);
    }
}
