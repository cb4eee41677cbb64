namespace Sgl.Tests.Runtime;

/// <summary>The layer of docs/own-layers.md, of what is public.</summary>
public sealed class ChannelShift : BackendLayer
{
    private Parameter[]? _parameters;

    public override IReadOnlyList<Parameter> Parameters => _parameters ?? [];

    // Sizes are inferred: what depends on the shape of the input is created here. The output has the same shape.
    protected override Shape BuildCore(Shape input)
    {
        _parameters ??= [new Parameter("shift", input.Channels)];
        return input;
    }

    public override void Initialize(CounterRandom random) => Parameters[0].Value.Span.Clear();

    protected override PlacedLayer PlaceOn(LayerPlace place) => new Placed(this, place);

    // What computes, wherever that is. Its fields are what one pass keeps for the next one.
    private sealed class Placed(ChannelShift layer, LayerPlace place) : PlacedLayer(place)
    {
        private readonly LayerParameter _shift = place.Parameter(layer.Parameters[0]);
        private readonly LayerBuffer _row = place.Buffer("shift of each feature", pass => layer.Inputs);
        private readonly LayerBuffer _output = place.Buffer("output", pass => pass.Rows * layer.Outputs);
        private readonly LayerBuffer _sums = place.Buffer(
            "gradient of each channel", pass => pass.Training ? pass.Rows * layer.OutputShape.Channels : 0);

        protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
        {
            View<float> row = _row.Take(), output = _output.Take();
            On.RepeatEach(_shift.Value, row);
            On.Add(inputs[0].Values, row, output); // a row [F] is repeated for each sample and time step
            return Output(output, inputs[0], layer.OutputShape);
        }

        // Adds to the gradients of the parameters, and gives that of the input.
        protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
        {
            View<float> sums = _sums.Take();
            On.SumWithinRows(outputGradient.Values, sums);
            On.AddRows(sums, _shift.Gradient, lastFirst: true);
            inputGradients[0] = outputGradient;
        }
    }
}
