namespace Sgl;

/// <summary>
/// Several signals side by side: the features of the first input, then those of the next. Inputs with channels are joined
/// along them, so their other sizes must agree.
/// </summary>
public sealed class Concat : Join
{
    /// <inheritdoc/>
    protected internal override LayerTraits Traits =>
        LayerTraits.KeepsConstant | LayerTraits.ReleasesOutput | LayerTraits.ReleasesGradient;

    /// <summary>The sizes, as in <c>Concat(20 + 12)</c>.</summary>
    public override string ToString() =>
        IsBuilt ? $"Concat({string.Join(" + ", InputShapes.Select(shape => shape.Features))})" : "Concat";

    /// <inheritdoc/>
    protected override Shape BuildJoin(ReadOnlySpan<Shape> inputs)
    {
        (Shape first, long channels) = (inputs[0], 0);
        foreach (Shape input in inputs)
        {
            bool fits = input.Rank == first.Rank;
            for (int axis = 1; fits && axis < first.Rank; axis++) fits = input[axis] == first[axis];
            if (!fits)
            {
                throw new ArgumentException(
                    $"Signals are joined along their channels, and their other sizes must agree; {first} and {input} do not.",
                    nameof(inputs));
            }

            channels += input.Channels;
        }

        int all = (int)Math.Min(channels, int.MaxValue);
        return first.Rank switch
        {
            1 => new Shape(all),
            2 => new Shape(all, first[1]),
            _ => new Shape(all, first[1], first[2]),
        };
    }

    /// <inheritdoc/>
    protected override PlacedLayer PlaceOn(LayerPlace place) => new Placed(this, place);

    private sealed class Placed(Concat layer, LayerPlace place) : PlacedLayer(place)
    {
        private readonly LayerBuffer _output = place.Buffer("output", pass => pass.Rows * layer.Outputs);
        private readonly LayerBuffer[] _gradients = [.. layer.InputShapes.Select((shape, i) =>
            place.Buffer($"gradient of input {i}", pass => pass.NeedsInputGradient ? pass.Rows * shape.Features : 0))];

        protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
        {
            View<float> output = _output.Take();
            int column = 0;
            foreach (Signal input in inputs)
            {
                On.CopyColumns(
                    new Columns(input.Values, input.Features), new Columns(output, layer.Outputs, column), input.Features);
                column += input.Features;
            }

            return Output(output, inputs[0], layer.OutputShape);
        }

        protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
        {
            if (!pass.NeedsInputGradient) return;
            int column = 0;
            for (int i = 0; i < inputGradients.Length; i++)
            {
                Shape shape = layer.InputShapes[i];
                View<float> gradient = _gradients[i].Take();
                On.CopyColumns(
                    new Columns(outputGradient.Values, layer.Outputs, column), new Columns(gradient, shape.Features), shape.Features);
                inputGradients[i] = InputGradient(gradient, shape);
                column += shape.Features;
            }
        }
    }
}
