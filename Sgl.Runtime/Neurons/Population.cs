namespace Sgl;

/// <summary>
/// The parameters and initial states of the neurons of a layer, and the sums of their gradients: all that a population has
/// whatever drives it.
/// </summary>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class Population<TNeuron>
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly Func<Shape, NeuronValues<TNeuron>> _read;

    // Of each parameter that is not learned [1], [C] or [F]; of others nothing.
    private readonly float[][] _fixed;
    private readonly GrowingBuffer[] _hoisted;
    private TileParameters? _tiles;
    private Shape _shape;

    /// <summary>Neurons that are all alike at the start.</summary>
    /// <param name="neuron">Their parameters and states; null is a new one.</param>
    public Population(TNeuron? neuron)
        : this(_ => new NeuronValues<TNeuron>(neuron ?? new TNeuron()))
    {
    }

    /// <summary>Neurons that may differ.</summary>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, once their number is known.</param>
    public Population(Func<int, TNeuron> neuron)
        : this(shape => new NeuronValues<TNeuron>(shape, neuron))
    {
    }

    private Population(Func<Shape, NeuronValues<TNeuron>> read)
    {
        _read = read;
        _fixed = new float[_info.Parameters.Length][];
        _hoisted = GrowingBuffer.Several(_info.HoistedGradients);
    }

    /// <summary>Whether the number of neurons is known.</summary>
    public bool IsBuilt => _tiles is not null;

    /// <summary>F, the neurons of a sample.</summary>
    public int Features => _shape.Features;

    /// <summary>The parameters that are learned, in order of declaration.</summary>
    public LearnedParameter[] Learned { get; private set; } = [];

    /// <summary>What training changes of them.</summary>
    public Parameter[] Parameters { get; private set; } = [];

    /// <summary>The states before the first step.</summary>
    public InitialState[] InitialStates { get; private set; } = [];

    /// <summary>Rows of sums over time: of the gradients of parameters and of hoisted values.</summary>
    public int SumsOverTime => Learned.Length + _info.HoistedGradients;

    /// <summary>As <see cref="Layer.Saved"/>.</summary>
    public IReadOnlyList<SavedArray> Saved =>
    [
        .. _info.Parameters.Select((info, i) => (info, i)).Where(item => !item.info.Learnable).Select(item =>
            new SavedArray(item.info.Name, _fixed[item.i]) { IsFixed = item.info.IsShared }),
        .. _info.States.Select((name, i) => new SavedArray(name, InitialStates[i].Values) { IsFixed = true }),
    ];

    /// <summary>Creates what depends on the number of neurons.</summary>
    /// <param name="shape">The neurons; of those that have a shape already, what they are to read.</param>
    /// <param name="owner">The layer as it prints itself with that number, for messages.</param>
    /// <returns>Their shape: channels that were said stay where what is read has none.</returns>
    /// <exception cref="ArgumentException">A neuron does not fit, or the neurons have other channels.</exception>
    public Shape Build(Shape shape, string owner)
    {
        if (IsBuilt) return Agreed(shape, owner);
        NeuronValues<TNeuron> neurons = _read(shape);
        var learned = new List<LearnedParameter>();
        var tiles = new TileParameters(_info, shape, ForwardTile.MaxWidth, owner);
        for (int i = 0; i < _fixed.Length; i++)
        {
            ParameterInfo info = _info.Parameters[i];
            if (info.Learnable) learned.Add(new LearnedParameter(i, info, shape, neurons.Parameters[i], _info.Name));
            _fixed[i] = new float[info.Learnable ? 0 : info.MapOn(shape).Channels];
            if (!info.Learnable) Rows.Repeat(neurons.Parameters[i], _fixed[i]);
        }

        InitialStates = [.. neurons.States.Select(values => new InitialState(values))];
        (Learned, Parameters) = ([.. learned], [.. learned.Select(item => item.Parameter)]);
        (_shape, _tiles) = (shape, tiles);
        Initialize();
        return shape;
    }

    /// <summary>Sets every learnable parameter to the value in the neuron object.</summary>
    public void Initialize()
    {
        foreach (LearnedParameter item in Learned) item.Initialize();
    }

    /// <summary>The values of a parameter that the neurons compute with: [1], [C] or [F].</summary>
    /// <exception cref="ArgumentException">The model has no such parameter.</exception>
    public float[] ValuesOf(string parameter) => ValuesOf(IndexOf(parameter)).ToArray();

    /// <summary>The same, by index.</summary>
    public ReadOnlySpan<float> ValuesOf(int parameter) =>
        LearnedAt(parameter) is { } learned ? learned.Effective() : _fixed[parameter];

    /// <summary>The values of a parameter as kernels read them.</summary>
    /// <param name="parameter">Its index.</param>
    /// <param name="target">[1] where it is shared, else [F]; written.</param>
    public void SpreadTo(int parameter, Span<float> target)
    {
        if (target.Length == 1) target[0] = ValuesOf(parameter)[0];
        else _info.Parameters[parameter].MapOn(_shape).Spread(ValuesOf(parameter), target);
    }

    /// <summary>Sets a parameter, learnable or not.</summary>
    /// <exception cref="ArgumentException">
    /// The model has no such parameter, there are more or fewer values, or a value is no finite number within its bounds.
    /// </exception>
    public void SetValues(string parameter, ReadOnlySpan<float> values)
    {
        int index = IndexOf(parameter);
        Require(values, _info.Parameters[index].MapOn(_shape).Channels, $"{_info.Name}.{parameter}");
        if (LearnedAt(index) is { } learned) learned.Set(values);
        else values.CopyTo(_fixed[index]);
    }

    /// <summary>Sets what a state is before the first step: [F], or [1] for all neurons.</summary>
    /// <exception cref="ArgumentException">
    /// The model has no such state, there are more or fewer values, or a value is no finite number.
    /// </exception>
    public void SetInitialState(string state, ReadOnlySpan<float> values)
    {
        int index = _info.States.IndexOf(state);
        if (index < 0)
        {
            throw new ArgumentException(
                $"{_info.Name} has no state '{state}'; it has {string.Join(", ", _info.States)}.", nameof(state));
        }

        Require(values, values.Length == 1 ? 1 : Features, $"{_info.Name}.{state}");
        InitialStates[index].Values = values.ToArray();
    }

    /// <summary>The parameters for tiles, with what an optimizer or a checkpoint has changed.</summary>
    public TileParameters RefreshedTiles()
    {
        for (int i = 0; i < _fixed.Length; i++) _tiles!.Set(i, ValuesOf(i));
        return _tiles!;
    }

    /// <summary>Sets the sums over time of the gradient of each neuron to 0, unless backward goes on with them.</summary>
    public void BeginGradients(NeuronTiles<TNeuron> tiles, int neurons, bool goesOn)
    {
        foreach (LearnedParameter item in Learned)
        {
            tiles.ParameterGradients[item.Index] = item.Gradients.Take(neurons);
            if (!goesOn) tiles.ParameterGradients[item.Index].Span.Clear();
        }

        for (int i = 0; i < _hoisted.Length; i++)
        {
            tiles.HoistedGradients[i] = _hoisted[i].Take(neurons);
            if (!goesOn) tiles.HoistedGradients[i].Span.Clear();
        }
    }

    /// <summary>Adds the sums over time to the gradients of the parameters.</summary>
    public void EndGradients(NeuronTiles<TNeuron> tiles, Workers workers)
    {
        foreach (LearnedParameter item in Learned) item.AddGradient(tiles.ParameterGradients[item.Index], workers);
    }

    private LearnedParameter? LearnedAt(int parameter)
    {
        foreach (LearnedParameter item in Learned)
            if (item.Index == parameter) return item;
        return null;
    }

    // Of another shape with as many neurons.
    private Shape Agreed(Shape shape, string owner)
    {
        if (shape.Rank == 1) return _shape;
        ParameterInfo? perChannel = _info.Parameters.FirstOrDefault(info => info.PerChannel);
        if (shape == _shape || (_shape.Rank == 1 && perChannel is null)) return shape;
        string values = perChannel is null ? "" : $", a value of {perChannel.Name} for each of {_shape.Channels} channels";
        throw new ArgumentException(
            $"{owner} is {_shape}{values}; its input is {shape}. Leave the size out, or say all of it, as in (channels, height, width).",
            nameof(shape));
    }

    private int IndexOf(string parameter)
    {
        for (int i = 0; i < _info.Parameters.Length; i++)
            if (_info.Parameters[i].Name == parameter) return i;
        throw new ArgumentException(
            $"{_info.Name} has no parameter '{parameter}'; it has "
            + $"{string.Join(", ", _info.Parameters.Select(info => info.Name))}.",
            nameof(parameter));
    }

    private static void Require(ReadOnlySpan<float> values, int count, string name)
    {
        if (values.Length != count) throw new ArgumentException($"{name} needs {count} values; {values.Length} are given.", nameof(values));
        if (FiniteScan.IndexIn(values) is >= 0 and int at)
            throw new ArgumentException($"Value {at} of {name} is {values[at]}, which is not finite.", nameof(values));
    }
}
