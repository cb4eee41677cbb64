namespace Sgl;

/// <summary>The sum of several signals of one shape, as at the end of a skip connection: ((x₀ + x₁) + x₂) + …</summary>
public sealed class Sum : Join
{
    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.KeepsConstant | LayerTraits.ReleasesOutput;

    /// <summary>The number of inputs, as in <c>Sum(2)</c>.</summary>
    public override string ToString() => IsBuilt ? $"Sum({InputShapes.Count})" : "Sum";

    /// <inheritdoc/>
    protected override Shape BuildJoin(ReadOnlySpan<Shape> inputs)
    {
        foreach (Shape input in inputs)
        {
            if (input != inputs[0])
                throw new ArgumentException($"A sum adds signals of one shape; it is given {inputs[0]} and {input}.", nameof(inputs));
        }

        return inputs[0];
    }

    /// <inheritdoc/>
    protected override PlacedLayer PlaceOn(LayerPlace place) => new Placed(this, place);

    private sealed class Placed(Sum layer, LayerPlace place) : PlacedLayer(place)
    {
        private readonly LayerBuffer _output = place.Buffer("output", pass => pass.Rows * layer.Outputs);

        // An input that is constant over time is repeated where another one is not.
        protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
        {
            View<float> output = _output.Take();
            On.Copy(inputs[0].Values, output);
            foreach (Signal input in inputs[1..]) On.Add(output, input.Values, output);
            return Output(output, inputs[0], layer.OutputShape);
        }

        internal override bool SumsGradient => false;

        // Each input has the gradient of the output, which is not copied.
        protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
            inputGradients.Fill(outputGradient);
    }
}
