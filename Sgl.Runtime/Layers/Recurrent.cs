namespace Sgl;

/// <summary>
/// A population of neurons of one model that drives itself: neuron inputs at step t are x[t] + R·s[t − 1], where s is
/// the layer's output and s[−1] = 0.
/// </summary>
/// <remarks>
/// A step needs the one before, so the kernels run one time step at a time; but a sample needs no other, so each thread takes
/// some samples through all time steps. Of every step the states before it are kept for backward: 4 bytes per state and
/// neuron-step, besides the tape.
/// </remarks>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
public sealed partial class Recurrent<TNeuron> : Layer
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly Population<TNeuron> _population;
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly int _selected;

    // What depends on the number of neurons; null until it is known.
    private Parameter? _weight;
    private Parameter[]? _parameters;
    private LayerStates _states = null!;
    private KeptWeights _kept = null!;

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
        (_tape, _history) = (GrowingBuffer.Several(_info.Tape.Length), GrowingBuffer.Several(_info.States.Length));
    }

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        int features = input.Features;
        _weight ??= new Parameter("recurrent weight", features, features);
        _kept ??= new KeptWeights(_weight);
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
        | (FeedsSpikesBack ? LayerTraits.GivesSpikes : LayerTraits.None);

    /// <inheritdoc/>
    internal override SynapseSource Synapses => SynapseSource.LastOutput;

    private bool FeedsSpikesBack => _info.Outputs[_selected].IsSpike;

    private Matrix WeightMatrix => new(Weight.Stored, Outputs, Outputs);

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
}
