namespace Sgl;

/// <summary>
/// Multiplies each channel by a factor that is learned: y = a·x with one a for each channel, which is each feature where there
/// are no channels.
/// </summary>
public sealed class Scale : BackendLayer
{
    private Parameter[]? _parameters;

    /// <summary>a, one for each channel.</summary>
    /// <exception cref="InvalidOperationException">The number of channels is not known yet.</exception>
    public Parameter Factor => Parameters[0];

    /// <summary>The factor.</summary>
    /// <exception cref="InvalidOperationException">The number of channels is not known yet.</exception>
    public override IReadOnlyList<Parameter> Parameters => _parameters ?? throw NotBuilt();

    /// <inheritdoc/>
    protected internal override LayerTraits Traits =>
        LayerTraits.KeepsConstant | LayerTraits.ReleasesOutput | LayerTraits.ReleasesGradient;

    /// <summary>Sets every factor to 1. Nothing is random.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random) => Factor.Value.Span.Fill(1f);

    /// <summary>The number of factors, as in <c>Scale(32)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Scale({Factor.Shape[0]})" : "Scale";

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        _parameters ??= [new Parameter("factor", input.Channels)];
        return input;
    }

    /// <inheritdoc/>
    protected override PlacedLayer PlaceOn(LayerPlace place) => new Placed(this, place);

    private sealed class Placed(Scale layer, LayerPlace place) : PlacedLayer(place)
    {
        private readonly LayerParameter _factor = place.Parameter(layer.Factor);
        private readonly LayerBuffer _factors = place.Buffer("factor of each feature", _ => layer.Inputs);
        private readonly LayerBuffer _output = place.Buffer("output", pass => pass.Rows * layer.Outputs);
        private readonly LayerBuffer _product =
            place.Buffer("gradient times input", pass => pass.Training ? pass.Rows * layer.Inputs : 0);
        private readonly LayerBuffer _channels =
            place.Buffer("the same, of each channel", pass => pass.Training ? pass.Rows * layer.Factor.Shape[0] : 0);
        private readonly LayerBuffer _inputGradient =
            place.Buffer("gradient of input", pass => pass.NeedsInputGradient ? pass.Rows * layer.Inputs : 0);

        private Signal _input;

        protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
        {
            _input = inputs[0];
            View<float> output = _output.Take(), factors = _factors.Take();
            On.RepeatEach(_factor.Value, factors);
            On.Multiply(_input.Values, factors, output);
            return Output(output, _input, layer.OutputShape);
        }

        protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
        {
            View<float> gradient = outputGradient.Values, product = _product.Take(), channels = _channels.Take();
            On.Multiply(gradient, _input.Values, product);
            On.SumWithinRows(product, channels);
            On.AddRows(channels, _factor.Gradient, lastFirst: true);
            if (!pass.NeedsInputGradient) return;
            View<float> inputGradient = _inputGradient.Take();
            On.Multiply(gradient, _factors.Take(), inputGradient);
            inputGradients[0] = InputGradient(inputGradient, layer.InputShapes[0]);
        }
    }
}
