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
public sealed partial class Spiking<TNeuron> : Layer, INamedOutputs
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly Population<TNeuron> _population;
    private LayerStates _states = null!; // until the number of neurons is known

    /// <summary>Creates a population.</summary>
    /// <param name="shape">The neurons: their number F, or (channels, length) and (channels, height, width).</param>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">The model has no input, or no such output.</exception>
    public Spiking(Shape shape, TNeuron? neuron = null, string? output = null)
        : this(shape, new Population<TNeuron>(neuron), output)
    {
    }

    /// <summary>Creates a population with a neuron for each value of its input, whose shape its output has, too.</summary>
    /// <param name="neuron">Its parameters and states are every neuron's at the start; null is a new one.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model has no input, or no such output.</exception>
    public Spiking(TNeuron? neuron = null, string? output = null)
        : this(null, new Population<TNeuron>(neuron), output)
    {
    }

    /// <summary>Creates a population of neurons that may differ from the start.</summary>
    /// <param name="shape">The neurons: their number F, or (channels, length) and (channels, height, width).</param>
    /// <param name="neuron">
    /// Gives neuron 0, 1, … F − 1, as in <c>new Spiking&lt;AdaptiveLif&gt;(256, i => new AdaptiveLif { Rho = i &lt; 128 ? 0f :
    /// 0.995f })</c>. Parameters marked <c>PerNeuron</c>, learnable or not, and initial states may differ; those marked
    /// <c>PerChannel</c> must be the same within a channel, and others for all.
    /// </param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of neurons is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// The model has no input, or no such output; a neuron is null; a parameter that neurons share differs, or a value is out of
    /// its bounds.
    /// </exception>
    public Spiking(Shape shape, Func<int, TNeuron> neuron, string? output = null)
        : this(shape, new Population<TNeuron>(neuron), output)
    {
    }

    /// <summary>
    /// Creates a population with a neuron for each value of its input, which may differ from the start.
    /// </summary>
    /// <param name="neuron">Gives neuron 0, 1, … F − 1, once their number is known.</param>
    /// <param name="output">Which of the model's outputs the layer returns, by name; null is the first.</param>
    /// <exception cref="ArgumentException">The model has no input, or no such output.</exception>
    public Spiking(Func<int, TNeuron> neuron, string? output = null)
        : this(null, new Population<TNeuron>(neuron), output) => ArgumentNullException.ThrowIfNull(neuron);

    // Neurons are read once the model is known to fit.
    private Spiking(Shape? shape, Population<TNeuron> population, string? output)
    {
        if (_info.Inputs.Length == 0) throw new ArgumentException($"{_info.Name} has no input; a layer drives at least one.");
        (_population, Selected) = (population, _info.OutputOrFirst(output));
        _tape = GrowingBuffer.Several(_info.Tape.Length);
        _inputGradients = GrowingBuffer.Several(_info.Inputs.Length);
        _outputs = GrowingBuffer.Several(_info.Outputs.Length);
        if (shape is { } all) Build([.. Enumerable.Repeat(all, _info.Inputs.Length)]);
    }

    /// <summary>The arguments of the model's <c>Step</c>.</summary>
    public override IReadOnlyList<string> InputNames => _info.Inputs;

    /// <summary>
    /// The model's learnable parameters, in order of declaration: [F] where each neuron has its own, [C] where each channel has,
    /// else [1]. Of one with a <see cref="Bound.Logistic"/> bound it is the unbounded number that optimizers change;
    /// <see cref="ValuesOf(string)"/> gives the parameter itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public override IReadOnlyList<Parameter> Parameters => Population.Parameters;

    /// <summary>Sets every learnable parameter to the value in the neuron object. Nothing is random.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random) => _population.Initialize();

    /// <summary>
    /// The values of one of the model's parameters that the neurons compute with: [F], [C] where they are per channel, or [1]
    /// where shared.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="ArgumentException">The model has no such parameter.</exception>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public float[] ValuesOf(string parameter) => Population.ValuesOf(parameter);

    /// <summary>
    /// Sets one of the model's parameters, learnable or not. On a device, <see cref="Network.CopyToDevice()"/> takes it over.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="values">[F] where each neuron has its own, [C] where each channel has, else [1].</param>
    /// <exception cref="ArgumentException">
    /// The model has no such parameter, there are more or fewer values, or a value is no finite number within the parameter's bounds.
    /// </exception>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public void SetValues(string parameter, params ReadOnlySpan<float> values) => Population.SetValues(parameter, values);

    /// <summary>
    /// Sets what a state is before the first step, in place of its value in the neuron object. On a device,
    /// <see cref="Network.CopyToDevice()"/> takes it over.
    /// </summary>
    /// <param name="state">The state's name.</param>
    /// <param name="values">[F], or [1] for all neurons.</param>
    /// <exception cref="ArgumentException">
    /// The model has no such state, there are more or fewer values, or a value is no finite number.
    /// </exception>
    /// <exception cref="InvalidOperationException">The number of neurons is not known yet.</exception>
    public void SetInitialState(string state, params ReadOnlySpan<float> values) => Population.SetInitialState(state, values);

    /// <inheritdoc/>
    protected internal override LayerStates States => _states;

    /// <summary>Those of the model.</summary>
    protected internal override IReadOnlyList<string> StateNames => _info.States;

    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.ReleasesOutput | LayerTraits.ReleasesGradient
        | (_info.Outputs[Selected].IsSpike ? LayerTraits.GivesSpikes | LayerTraits.GivesBits : LayerTraits.None);

    // Backward would read the current from memory, and the bits of a tile are whole bytes.
    internal override Fusions Fusions => Fusions.TakesGradient
        | (_info.Inputs.Length == 1 && !_info.BackwardReadsInputs && Outputs % 8 == 0 ? Fusions.TakesCurrent : Fusions.None);

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOnDevice(GpuBackend on) => new DeviceSpiking<TNeuron>(this, on.Math, on.Memory);

    /// <summary>
    /// The parameters that are not learned, of which those of each neuron or channel are restored and shared ones must agree, and
    /// the states before the first step, which must agree.
    /// </summary>
    protected internal override IReadOnlyList<SavedArray> Saved => _population.Saved;

    /// <summary>The neurons.</summary>
    /// <exception cref="InvalidOperationException">Their number is not known yet.</exception>
    internal Population<TNeuron> Population => _population.IsBuilt ? _population : throw NotBuilt();

    /// <inheritdoc/>
    internal override IReadOnlyList<string> OutputNames => [.. _info.Outputs.Select(output => output.Name)];

    /// <inheritdoc/>
    internal override int Selected { get; }

    /// <inheritdoc/>
    internal override NamedOutput CreateOutput(int index) =>
        new(this, index, _info.Outputs[index].Name, _info.Outputs[index].IsSpike);

    /// <summary>The model and the number of neurons, as in <c>Spiking&lt;Lif&gt;(100)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Spiking<{_info.Name}>({Outputs})" : $"Spiking<{_info.Name}>()";

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

        Shape shape = _population.Build(inputs[0], $"Spiking<{_info.Name}>({inputs[0].Features})");
        _states ??= new LayerStates(shape.Features, _population.InitialStates);
        return shape;
    }
}
