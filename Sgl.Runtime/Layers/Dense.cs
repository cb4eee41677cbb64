namespace Sgl;

/// <summary>
/// Every output sees every input: y = x·Wᵀ + b at each time step, the synapses of a spiking network. An input that is
/// constant over time is multiplied once, and its output is constant too.
/// </summary>
public sealed class Dense : BackendLayer
{
    private readonly int _width;
    private readonly bool _hasBias;

    // What depends on the number of inputs; null until it is known.
    private Parameter? _weight;
    private Parameter[]? _parameters;

    /// <summary>Creates a layer whose parameters are 0 until <see cref="Initialize"/>.</summary>
    /// <param name="inputs">Features of the input, at least 1.</param>
    /// <param name="outputs">Features of the output, at least 1.</param>
    /// <param name="bias">Whether there is a bias b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The weights are more than one array can have, about 2³¹.</exception>
    public Dense(int inputs, int outputs, bool bias = true)
        : base(inputs, outputs)
    {
        (_width, _hasBias) = (outputs, bias);
        Create(inputs);
    }

    /// <summary>Creates a layer that takes as many features as it is given: of an image, all pixels of all channels.</summary>
    /// <param name="outputs">Features of the output, at least 1.</param>
    /// <param name="bias">Whether there is a bias b.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public Dense(int outputs, bool bias = true) => (_width, _hasBias) = (Sizes.Positive(outputs), bias);

    /// <summary>W, [<see cref="Layer.Outputs"/>, <see cref="Layer.Inputs"/>].</summary>
    /// <exception cref="InvalidOperationException">The number of inputs is not known yet.</exception>
    public Parameter Weight => _weight ?? throw NotBuilt();

    /// <summary>b, [<see cref="Layer.Outputs"/>], or null where there is none.</summary>
    public Parameter? Bias { get; private set; }

    /// <summary>The weight, then the bias.</summary>
    /// <exception cref="InvalidOperationException">The number of inputs is not known yet.</exception>
    public override IReadOnlyList<Parameter> Parameters => _parameters ?? throw NotBuilt();

    /// <inheritdoc/>
    protected internal override LayerTraits Traits =>
        LayerTraits.KeepsConstant | LayerTraits.TakesBits | LayerTraits.ReleasesOutput | LayerTraits.ReleasesGradient;

    /// <inheritdoc/>
    internal override Fusions Fusions =>
        Fusions.GivesCurrent | (Outputs <= SynapseGradient.MostOutputs ? Fusions.GivesGradient : Fusions.None);

    /// <inheritdoc/>
    internal override SynapseSource Synapses => SynapseSource.Input;

    /// <summary>Draws all parameters uniformly from ±1/√<see cref="Layer.Inputs"/>, as torch.nn.Linear does.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
        float bound = 1f / MathF.Sqrt(Inputs);
        for (int i = 0; i < Parameters.Count; i++)
            random.Stream((ulong)i).FillUniform(Parameters[i].Value.Span, -bound, bound);
    }

    /// <summary>The kind and the sizes, as in <c>Dense(784 → 10)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Dense({Inputs} → {Outputs})" : $"Dense({_width})";

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        if (_weight is null) Create(input.Features);
        return _width;
    }

    private void Create(int inputs)
    {
        _weight = new Parameter("weight", _width, inputs);
        Bias = _hasBias ? new Parameter("bias", _width) : null;
        _parameters = Bias is null ? [_weight] : [_weight, Bias];
    }

    /// <inheritdoc/>
    internal override void ClearGradients()
    {
        Weight.ForgetGradient();
        Bias?.ZeroGradient();
    }

    /// <inheritdoc/>
    protected override PlacedLayer PlaceOn(LayerPlace place) => new Placed(this, place);

    private sealed class Placed : PlacedLayer
    {
        private readonly Synapses _synapses;
        private readonly LayerBuffer _output;
        private readonly LayerBuffer _inputGradient;

        // Of the last forward pass, in the form that the products take.
        private Signal _input;

        public Placed(Dense layer, LayerPlace place)
            : base(place)
        {
            _synapses = On.Connect(layer, place);
            _output = place.Buffer("output", pass => pass.Rows * layer.Outputs);
            _inputGradient = place.Buffer(
                "gradient of input",
                pass => pass is { Training: true, NeedsInputGradient: true } && !_synapses.Sends(pass.Edges) ? pass.Rows * layer.Inputs : 0);
        }

        protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
        {
            _input = _synapses.Prepare(inputs[0]);
            return _synapses.Multiply(_input, _output, pass);
        }

        protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
        {
            bool sends = pass.NeedsInputGradient && _synapses.Sends(pass.Edges);
            View<float> inputGradient = pass.NeedsInputGradient && !sends ? _inputGradient.Take() : default;
            _synapses.AddGradients(outputGradient.Values, _input, inputGradient);
            if (sends) inputGradients[0] = _synapses.Send(outputGradient);
            else if (pass.NeedsInputGradient)
                inputGradients[0] = new Signal(inputGradient, _input.Steps, _input.Batch, _input.Features, _input.IsConstant);
        }

        internal override IEnumerable<PlannedBuffer> PlanMore(PassShape pass) => _synapses.Plan(pass);
    }
}
