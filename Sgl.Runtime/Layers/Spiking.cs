using System.Buffers;

namespace Sgl;

/// <summary>
/// A population of neurons of one model: the signal's feature f drives neuron f. A model whose <c>Step</c> has several
/// arguments takes as many signals, see <see cref="NetworkNode.Of(Layer, IReadOnlyDictionary{string, NetworkNode}, string)"/>.
/// A forward pass starts from the model's initial states, unless a schedule cuts time and the pass goes on from the one before.
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
    private readonly Func<int, NeuronValues<TNeuron>> _read;

    // For each parameter: its shared value, or those of neurons 0, 1, … F − 1, 0, 1, …, long enough that any tile's
    // values are one slice, at whichever neuron it starts.
    private readonly float[][] _values;

    // What depends on the number of neurons; null until it is known.
    private List<LearnedParameter> _learned = [];
    private Parameter[]? _parameters;
    private InitialState[]? _initialStates;
    private LayerStates _states = null!;

    private readonly GrowingBuffer _output = new();
    private readonly GrowingBits _bits = new();
    private readonly GrowingBuffer[] _inputGradients;
    private readonly GrowingBuffer _unread = new();
    private readonly GrowingBuffer[] _tape;

    // What the tiles of a pass share, so that no pass allocates it.
    private readonly Plane[] _inputs;
    private readonly Plane[] _gradientPlanes;
    private readonly Plane[] _outputs;
    private readonly BitPlane[] _outputBits;
    private readonly Plane[] _tapePlanes;
    private readonly Memory<float>[] _parameterGradients;
    private readonly GrowingBuffer[] _hoisted;
    private readonly Memory<float>[] _hoistedGradients;

    // Whether the input of the last forward pass was constant.
    private bool _isInputConstant;

    /// <summary>Creates a population.</summary>
    /// <param name="features">F, the number of neurons, at least 1.</param>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Spiking(int features, TNeuron? neuron = null, string? output = null)
        : this(Sizes.Positive(features), _ => new NeuronValues<TNeuron>(neuron ?? new TNeuron()), output)
    {
    }

    /// <summary>Creates a population with a neuron for each value of its input, whose shape its output has, too.</summary>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Spiking(TNeuron? neuron = null, string? output = null)
        : this(null, _ => new NeuronValues<TNeuron>(neuron ?? new TNeuron()), output)
    {
    }

    /// <summary>Creates a population of neurons that may differ from the start.</summary>
    /// <param name="features">F, the number of neurons, at least 1.</param>
    /// <param name="neuron">
    /// Gives neuron 0, 1, … F − 1, as in <c>new Spiking&lt;AdaptiveLif&gt;(256, i => new AdaptiveLif { Rho = i &lt; 128 ? 0f :
    /// 0.995f })</c>. Parameters marked <c>PerNeuron</c>, learnable or not, and initial states may differ; others must be the same.
    /// </param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model does not have exactly one input, or no such output; a neuron is null; a parameter that all neurons share
    /// differs, or a value is out of its bounds.
    /// </exception>
    public Spiking(int features, Func<int, TNeuron> neuron, string? output = null)
        : this(Sizes.Positive(features), count => new NeuronValues<TNeuron>(count, neuron), output)
    {
    }

    /// <summary>
    /// Creates a population with a neuron for each value of its input, which may differ from the start.
    /// </summary>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, once their number is known.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model does not have exactly one input, or no such output.</exception>
    public Spiking(Func<int, TNeuron> neuron, string? output = null)
        : this(null, count => new NeuronValues<TNeuron>(count, neuron), output) => ArgumentNullException.ThrowIfNull(neuron);

    // Neurons are read once the model is known to fit.
    private Spiking(int? features, Func<int, NeuronValues<TNeuron>> read, string? output)
    {
        _read = read;
        if (_info.Inputs.Length == 0) throw new ArgumentException($"{_info.Name} has no input; a layer drives at least one.");
        string[] outputs = [.. _info.Outputs.Select(item => item.Name)];
        _selected = output is null ? 0 : Array.IndexOf(outputs, output);
        if (_selected < 0)
        {
            throw new ArgumentException(
                $"{_info.Name} has no output '{output}'; it has {string.Join(", ", outputs)}.", nameof(output));
        }

        _values = new float[_info.Parameters.Length][];
        _tape = GrowingBuffer.Several(_info.Tape.Length);
        _outputs = new Plane[_info.Outputs.Length];
        _outputBits = new BitPlane[_info.Outputs.Length];
        _tapePlanes = new Plane[_info.Tape.Length];
        _parameterGradients = new Memory<float>[_info.Parameters.Length];
        _hoisted = GrowingBuffer.Several(_info.HoistedGradients);
        _hoistedGradients = new Memory<float>[_info.HoistedGradients];
        _inputGradients = GrowingBuffer.Several(_info.Inputs.Length);
        (_inputs, _gradientPlanes) = (new Plane[_info.Inputs.Length], new Plane[_info.Inputs.Length]);
        if (features is { } count) Build([.. Enumerable.Repeat((Shape)count, _info.Inputs.Length)]);
    }

    /// <summary>The arguments of the model's <c>Step</c>.</summary>
    public override IReadOnlyList<string> InputNames => _info.Inputs;

    private protected override Shape BuildCore(ReadOnlySpan<Shape> inputs)
    {
        string names = string.Join(", ", _info.Inputs);
        if (inputs.Length != _info.Inputs.Length)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Inputs.Length} inputs ({names}); {inputs.Length} are given.", nameof(inputs));
        }

        foreach (Shape input in inputs)
        {
            if (input != inputs[0])
                throw new ArgumentException($"The inputs ({names}) have one shape; {inputs[0]} and {input} are given.", nameof(inputs));
        }

        if (_parameters is null) Create(inputs[0].Features);
        return inputs[0];
    }

    private void Create(int features)
    {
        NeuronValues<TNeuron> neurons = _read(features);
        var learned = new List<LearnedParameter>();
        InitialState[] states = [.. neurons.States.Select(values => new InitialState(values))];
        for (int i = 0; i < _values.Length; i++)
        {
            ParameterInfo info = _info.Parameters[i];
            _values[i] = new float[info.PerNeuron ? Sizes.Product($"Spiking<{_info.Name}>({features})", info.Name, features) + ForwardTile.MaxWidth : 1];
            Rows.Repeat(neurons.Parameters[i], _values[i]);
            if (info.Learnable)
                learned.Add(new LearnedParameter(i, info, features, neurons.Parameters[i], _info.Name));
        }

        (_learned, _initialStates, _states) = (learned, states, new LayerStates(features, states));
        _parameters = [.. learned.Select(item => item.Parameter)];
        Initialize(default);
    }

    /// <summary>
    /// The model's learnable parameters, in order of declaration: [F] where each neuron has its own, else [1]. Of one
    /// with a <see cref="Bound.Logistic"/> bound it is the unbounded number that optimizers change;
    /// <see cref="ValuesOf(string)"/> gives the parameter itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public override IReadOnlyList<Parameter> Parameters => _parameters ?? throw NotBuilt();

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
        int index = IndexOf(parameter);
        return _learned.Find(item => item.Index == index) is { } learned
            ? learned.Effective().ToArray()
            : FixedValues(index).ToArray();
    }

    /// <summary>
    /// Sets one of the model's parameters, learnable or not. On a device, <see cref="Network.CopyToDevice()"/> takes it over.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="values">[F] where each neuron has its own, else [1].</param>
    /// <exception cref="ArgumentException">
    /// The model has no such parameter, there are more or fewer values, or a value is no finite number within the parameter's bounds.
    /// </exception>
    public void SetValues(string parameter, params ReadOnlySpan<float> values)
    {
        int index = IndexOf(parameter);
        Require(values, FixedValues(index).Length, $"{_info.Name}.{parameter}");
        if (_learned.Find(item => item.Index == index) is { } learned) learned.Set(values);
        else Rows.Repeat(values, _values[index]);
    }

    /// <summary>
    /// Sets what a state is before the first step, in place of its value in the neuron object. On a device,
    /// <see cref="Network.CopyToDevice()"/> takes it over.
    /// </summary>
    /// <param name="state">The state's name.</param>
    /// <param name="values">[F], or [1] for all neurons.</param>
    /// <exception cref="ArgumentException">
    /// The model has no such state, there are more or fewer values, or a value is no finite number.
    /// </exception>
    public void SetInitialState(string state, params ReadOnlySpan<float> values)
    {
        int index = _info.States.IndexOf(state);
        if (index < 0)
        {
            throw new ArgumentException(
                $"{_info.Name} has no state '{state}'; it has {string.Join(", ", _info.States)}.", nameof(state));
        }

        Require(values, values.Length == 1 ? 1 : Outputs, $"{_info.Name}.{state}");
        InitialStates[index].Values = values.ToArray();
    }

    private static void Require(ReadOnlySpan<float> values, int count, string name)
    {
        if (values.Length != count) throw new ArgumentException($"{name} needs {count} values; {values.Length} are given.", nameof(values));
        if (FiniteScan.IndexIn(values) is >= 0 and int at)
            throw new ArgumentException($"Value {at} of {name} is {values[at]}, which is not finite.", nameof(values));
    }

    private int IndexOf(string parameter)
    {
        int index = _info.Parameters.Select(info => info.Name).ToList().IndexOf(parameter);
        if (index >= 0) return index;
        throw new ArgumentException(
            $"{_info.Name} has no parameter '{parameter}'; it has "
            + $"{string.Join(", ", _info.Parameters.Select(info => info.Name))}.",
            nameof(parameter));
    }

    // The values of a parameter, once each.
    private Memory<float> FixedValues(int index) => _values[index].AsMemory(0, _info.Parameters[index].PerNeuron ? Outputs : 1);

    /// <inheritdoc/>
    protected internal override LayerStates States => _states;

    /// <summary>Those of the model.</summary>
    protected internal override IReadOnlyList<string> StateNames => _info.States;

    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.ReleasesOutput | LayerTraits.ReleasesGradient
        | (_info.Outputs[_selected].IsSpike ? LayerTraits.GivesSpikes | LayerTraits.GivesBits : LayerTraits.None);

    // Backward would read the current from memory, and the bits of a tile are whole bytes.
    internal override Fusions Fusions => Fusions.TakesGradient
        | (_info.Inputs.Length == 1 && !_info.BackwardReadsInputs && Outputs % 8 == 0 ? Fusions.TakesCurrent : Fusions.None);

    private bool TapeFitsInput => _tape.Length > 0 && _inputs.Length == 1 && !_info.BackwardReadsInputs;

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) =>
        new DeviceSpiking<TNeuron>(this, math, memory);

    /// <summary>
    /// The parameters that are not learned, of which those of each neuron are restored and shared ones must agree, and the states
    /// before the first step, which must agree.
    /// </summary>
    protected internal override IReadOnlyList<SavedArray> Saved =>
    [
        .. _info.Parameters.Select((info, i) => (info, i)).Where(item => !item.info.Learnable).Select(item =>
            new SavedArray(item.info.Name, FixedValues(item.i)) { IsFixed = !item.info.PerNeuron }),
        .. _info.States.Select((name, i) => new SavedArray(name, InitialStates[i].Values) { IsFixed = true }),
    ];

    /// <summary>The parameters that are learned, in order of declaration.</summary>
    internal IReadOnlyList<LearnedParameter> Learned => _learned;

    /// <summary>Which of the model's outputs the layer returns.</summary>
    internal int Selected => _selected;

    /// <summary>The model's states before the first step.</summary>
    internal InitialState[] InitialStates => _initialStates ?? throw NotBuilt();

    /// <summary>The gradient of each neuron of each sample, for the kernels.</summary>
    internal ReadOnlySpan<Memory<float>> ParameterGradients => _parameterGradients;

    /// <summary>The gradients of hoisted values, for the kernels.</summary>
    internal ReadOnlySpan<Memory<float>> HoistedGradients => _hoistedGradients;

    /// <summary>Rows of sums over time: of the gradients of parameters and of hoisted values.</summary>
    internal int SumsOverTime => _learned.Count + _info.HoistedGradients;

    /// <summary>The model and the number of neurons, as in <c>Spiking&lt;Lif&gt;(100)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Spiking<{_info.Name}>({Outputs})" : $"Spiking<{_info.Name}>()";

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass) => ForwardCore(new ReadOnlySpan<Signal>(in input), pass);

    private protected override Signal ForwardCore(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        Signal input = inputs[0];
        (Workers workers, bool training, Edges edges) = (pass.Workers, pass.IsTraining, pass.Edges);
        int neurons = Sizes.Product(this, "a time step", input.Batch, Inputs);
        int length = Sizes.Product(this, "the output", input.Steps, input.Batch, Inputs);
        RefreshValues();
        _states.BeginForward(input.Batch);
        if (_outputs.Length > 1) Array.Fill(_outputs, Unread(neurons));
        int stride = Signal.SpikeStride(input.Batch, Outputs);
        Memory<byte> bits = edges.GivesBits ? _bits.Take(input.Steps * stride) : default;
        _outputs[_selected] = edges.GivesBits ? default : new Plane(_output.Take(length), neurons);
        _outputBits[_selected] = new BitPlane(bits, stride);
        if (training) TakeTape(length, neurons, edges.MayOverwriteInput && TapeFitsInput ? PlaceOf(input) : default);
        _isInputConstant = inputs.Length == 1 && input.IsConstant;
        for (int i = 0; i < inputs.Length; i++) _inputs[i] = inputs[i].Plane;

        if (input.Current is { } current)
        {
            RunDriven(current, training, workers);
        }
        else
        {
            workers.RunBlocks(neurons, ForwardTile.MaxWidth, (layer: this, input.Steps, training), static (job, offset, width) =>
                job.layer.RunTile(job.layer._inputs, job.Steps, offset, width, job.training));
        }

        return edges.GivesBits
            ? new Signal(bits, input.Steps, input.Batch, Outputs)
            : new Signal(_outputs[_selected].Data, input.Steps, input.Batch, Outputs);
    }

    // Computes the current of a tile where the tile's neurons read it.
    private void RunDriven(SpikeCurrent current, bool training, Workers workers)
    {
        CurrentTile tile = current.Tile;
        SpikeLists lists = current.Begin(workers);
        int panels = Packing.Panels(Outputs, tile.Columns);
        int groups = Packing.Panels(current.Spikes.Batch, tile.Samples);

        // The tiles of the same neurons in a row.
        int run = tile.HasOwnPanels ? Packing.Panels(groups, workers.PiecesOfEach(panels)) : 1;
        int runs = Packing.Panels(groups, run);
        workers.Run(panels * runs, (layer: this, current, lists, tile, run, runs, training), static (job, part) =>
        {
            int batch = job.current.Spikes.Batch, most = job.run * job.tile.Samples;
            int column = part / job.runs * job.tile.Columns, first = part % job.runs * most;
            using Scratch? weights = job.current.Pack(column);
            for (int sample = first; sample < Math.Min(first + most, batch); sample += job.tile.Samples)
            {
                int samples = Math.Min(job.tile.Samples, batch - sample);
                job.layer.RunDrivenTile(job.current, job.lists, weights, sample, samples, column, job.tile, job.training);
            }
        });
        current.End(lists);
    }

    private void RunDrivenTile(
        SpikeCurrent current,
        SpikeLists lists,
        Scratch? weights,
        int sample,
        int samples,
        int column,
        CurrentTile tile,
        bool training)
    {
        int steps = current.Spikes.Steps;
        int columns = Math.Min(tile.Columns, Outputs - column);
        int stride = samples * columns;
        using Scratch scratch = Scratch.Rent(Sizes.Product(this, "a tile of the current", steps, stride));
        current.Compute(lists, weights, sample, samples, column, columns, scratch.Span);

        int width = tile.IsWhole(Outputs) ? stride : columns; // neurons side by side, in the tile and in a row
        for (int first = 0; first < stride; first += width)
        {
            int offset = (sample + first / columns) * Outputs + column;
            var input = new Plane(scratch.Memory[first..], stride) { First = offset };
            RunTile(new ReadOnlySpan<Plane>(in input), steps, offset, width, training);
        }
    }

    private void RunTile(ReadOnlySpan<Plane> inputs, int steps, int offset, int width, bool training)
    {
        ReadOnlySpan<Memory<float>> states = _states.Values;
        for (int i = 0; i < states.Length; i++)
            _states.Before[i].Slice(offset, width).CopyTo(states[i].Slice(offset, width));
        ReadOnlyMemory<float>[] parameters = RentTileParameters(offset, width);
        TNeuron.Forward(new ForwardTile
        {
            Steps = steps,
            Width = width,
            Offset = offset,
            Inputs = inputs,
            Parameters = parameters,
            States = states,
            Outputs = _outputs,
            OutputBits = _outputBits[_selected].Data.IsEmpty ? [] : _outputBits,
            Tape = training ? _tapePlanes : [],
        });
        ArrayPool<ReadOnlyMemory<float>>.Shared.Return(parameters, clearArray: true);
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        Signal inputGradient = default;
        BackwardCore(outputGradient, new Span<Signal>(ref inputGradient), pass);
        return inputGradient;
    }

    private protected override void BackwardCore(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        (Workers workers, bool needsInputGradient) = (pass.Workers, pass.NeedsInputGradient);
        int steps = outputGradient.Steps;
        int neurons = outputGradient.Batch * Outputs;
        int length = steps * neurons;
        _states.BeginBackward();
        BeginParameterGradients(neurons, _states.GoesOnBackward);
        bool sums = needsInputGradient && pass.MaySumGradient && _isInputConstant;
        Plane inputGradient = !needsInputGradient ? Unread(neurons)
            : sums ? new Plane(_inputGradients[0].Take(neurons), 0)
            // A kernel has read a row of the tape, and of gradients, before it writes one that may take its place.
            : _tape.Length > 0 ? _tapePlanes[0]
            : pass.Edges.MayOverwriteGradient && !outputGradient.IsConstant ? outputGradient.Plane
            : new(_inputGradients[0].Take(length), neurons);

        _gradientPlanes[0] = inputGradient;
        for (int i = 1; i < _gradientPlanes.Length; i++)
            _gradientPlanes[i] = needsInputGradient ? new Plane(_inputGradients[i].Take(length), neurons) : inputGradient;

        // What is computed here, or summed, stays in a tile's own rows.
        bool hasOwnRows = sums || outputGradient.Sent is not null;
        int scratchPerStep = _info.ScratchPerStep + (hasOwnRows ? 1 : 0);
        var all = (layer: this, outputGradient, scratchPerStep, hasOwnRows, sums);
        workers.RunBlocks(neurons, BackwardTile.WidthFor(steps, scratchPerStep), all, static (job, offset, width) =>
        {
            int steps = job.outputGradient.Steps;
            using Scratch scratch = Scratch.Rent(BackwardTile.ScratchLength(steps, width, job.scratchPerStep));
            Memory<float> ownRows = scratch.Memory[..(job.hasOwnRows ? steps * width : 0)];
            var own = new Plane(ownRows, width) { First = offset };
            Plane gradient = job.outputGradient.Plane;
            if (job.outputGradient.Sent is { } sent)
            {
                sent.Compute(offset, width, ownRows.Span);
                gradient = own;
            }

            ReadOnlySpan<Plane> results = job.sums ? new ReadOnlySpan<Plane>(in own) : job.layer._gradientPlanes;
            job.layer.RunTileBackward(gradient, results, steps, offset, width, scratch.Span[ownRows.Length..]);
            if (job.sums) Rows.SumDownwards(job.layer._gradientPlanes[0].Data.Span.Slice(offset, width), ownRows.Span);
        });

        if (!_states.IsContinued) EndParameterGradients(workers);
        for (int i = 0; needsInputGradient && i < inputGradients.Length; i++)
            inputGradients[i] = new Signal(_gradientPlanes[i].Data, steps, outputGradient.Batch, Inputs, isConstant: sums);
    }

    private void RunTileBackward(
        Plane outputGradient, ReadOnlySpan<Plane> inputGradients, int steps, int offset, int width, Span<float> scratch)
    {
        Plane[] outputGradients = ArrayPool<Plane>.Shared.Rent(_info.Outputs.Length);
        ReadOnlyMemory<float>[] parameters = RentTileParameters(offset, width);
        outputGradients.AsSpan(0, _info.Outputs.Length).Clear();
        outputGradients[_selected] = outputGradient;
        TNeuron.Backward(new BackwardTile
        {
            Steps = steps,
            Width = width,
            Offset = offset,
            OutputGradients = outputGradients,
            Inputs = _inputs,
            Tape = _tapePlanes,
            InitialStates = _states.Before,
            Parameters = parameters,
            StateGradients = _states.Gradients,
            InputGradients = inputGradients,
            ParameterGradients = _parameterGradients,
            HoistedGradients = _hoistedGradients,
            IsContinued = _states.IsContinued,
            Scratch = scratch,
        });
        ArrayPool<ReadOnlyMemory<float>>.Shared.Return(parameters, clearArray: true);
        ArrayPool<Plane>.Shared.Return(outputGradients, clearArray: true);
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        bool hasUnread = _info.Outputs.Length > 1 || (pass.Training && !pass.NeedsInputGradient);
        return
        [
            pass.Edges.GivesBits
                ? new PlannedBuffer("output, a bit each", GrowingBits.Length(pass.Steps * ((neurons + 7) / 8)))
                : PlannedBuffer.Floats("output", pass.Steps * neurons),
            .. _states.Plan(pass),
            .. hasUnread ? [PlannedBuffer.Floats("what nobody reads", neurons)] : (PlannedBuffer[])[],
            .. pass.Training ? PlanTraining(pass, neurons) : [],
        ];
    }

    private IEnumerable<PlannedBuffer> PlanTraining(PassShape pass, long neurons)
    {
        bool reusesInput = pass is { Edges.MayOverwriteInput: true, IsConstant: false } && TapeFitsInput;
        for (int i = 0; i < _info.Tape.Length; i++)
        {
            yield return i == 0 && reusesInput
                ? PlannedBuffer.Floats($"tape of {_info.Tape[i]}, in place of the input", 0)
                : PlannedBuffer.Floats($"tape of {_info.Tape[i]}", pass.Steps * neurons);
        }

        if (pass is { NeedsInputGradient: true, IsConstant: true, IsCut: false })
            yield return PlannedBuffer.Floats("gradient of input, summed over time", neurons);
        else if (pass.NeedsInputGradient && _tape.Length > 0)
            yield return PlannedBuffer.Floats($"gradient of input, in place of the tape of {_info.Tape[0]}", 0);
        else if (pass.NeedsInputGradient && !pass.Edges.MayOverwriteGradient)
            yield return PlannedBuffer.Floats("gradient of input", pass.Steps * neurons);
        if (pass.NeedsInputGradient && _inputs.Length > 1)
            yield return PlannedBuffer.Floats("gradients of other inputs", (_inputs.Length - 1) * pass.Steps * neurons);
        if (SumsOverTime > 0) yield return PlannedBuffer.Floats("gradients of parameters", SumsOverTime * neurons);
    }

    /// <summary>Takes over what an optimizer has changed.</summary>
    internal void RefreshValues()
    {
        foreach (LearnedParameter item in _learned) Rows.Repeat(item.Effective(), _values[item.Index]);

        // A checkpoint restores what is not learned once for each neuron.
        for (int i = 0; i < _values.Length; i++)
            if (_info.Parameters[i] is { PerNeuron: true, Learnable: false })
                Rows.Repeat(_values[i].AsSpan(0, Outputs), _values[i].AsSpan(Outputs));
    }

    /// <summary>The parameters of a tile, in an array from the shared pool.</summary>
    internal ReadOnlyMemory<float>[] RentTileParameters(int offset, int width)
    {
        ReadOnlyMemory<float>[] values = ArrayPool<ReadOnlyMemory<float>>.Shared.Rent(_values.Length);
        for (int i = 0; i < _values.Length; i++)
            values[i] = _info.Parameters[i].PerNeuron ? _values[i].AsMemory(offset % Inputs, width) : _values[i];
        return values;
    }

    /// <summary>Sets the sums over time of the gradient of each neuron to 0, unless backward goes on with them.</summary>
    internal void BeginParameterGradients(int neurons, bool goesOn)
    {
        foreach (LearnedParameter item in _learned)
        {
            _parameterGradients[item.Index] = item.Gradients.Take(neurons);
            if (!goesOn) _parameterGradients[item.Index].Span.Clear();
        }

        for (int i = 0; i < _hoisted.Length; i++)
        {
            _hoistedGradients[i] = _hoisted[i].Take(neurons);
            if (!goesOn) _hoistedGradients[i].Span.Clear();
        }
    }

    /// <summary>Adds the sums over time to the gradients of the parameters.</summary>
    internal void EndParameterGradients(Workers workers)
    {
        foreach (LearnedParameter item in _learned) item.AddGradient(_parameterGradients[item.Index], workers);
    }

    // The first slot in the place that is given, if any.
    private void TakeTape(int length, int neurons, Memory<float> place)
    {
        for (int i = 0; i < _tape.Length; i++)
            _tapePlanes[i] = new Plane(i == 0 && !place.IsEmpty ? place : _tape[i].Take(length), neurons);
    }

    // Where a row is for each time step; what is constant has one row for all.
    private static Memory<float> PlaceOf(Signal input) =>
        input.Current is { } current ? current.Place : input.IsConstant ? default : input.Data;

    // A kernel writes all its outputs. What nobody reads goes to a single row, over and over.
    private Plane Unread(int neurons) => new(_unread.Take(neurons), 0);
}
