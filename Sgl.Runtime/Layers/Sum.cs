namespace Sgl;

/// <summary>The sum of several signals of one shape, as at the end of a skip connection: ((x₀ + x₁) + x₂) + …</summary>
public sealed class Sum : Join
{
    private readonly GrowingBuffer _output = new();

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
    protected override Signal ForwardJoin(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        Signal first = inputs[0];
        bool isConstant = AreConstant(inputs);
        int row = first.Batch * first.Features;
        Memory<float> output = _output.Take(Sizes.Product(this, "the output", isConstant ? 1 : first.Steps, row));
        Copy(first, output, isConstant);
        foreach (Signal input in inputs[1..])
        {
            if (input.IsConstant == isConstant) Rows.AddTo(output, input.Data, pass.Workers);
            else
                for (int t = 0; t < first.Steps; t++) Rows.AddTo(output.Slice(t * row, row), input.Data, pass.Workers);
        }

        return new Signal(output, first.Steps, first.Batch, first.Features, isConstant);
    }

    /// <summary>Each input has the gradient of the output, which is not copied.</summary>
    /// <inheritdoc/>
    protected override void BackwardJoin(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
        inputGradients.Fill(outputGradient);

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass) =>
        [PlannedBuffer.Floats("output", pass.Rows * Outputs)];

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) => new DeviceSum(this, math, memory);

    private static void Copy(Signal signal, Memory<float> target, bool isConstant)
    {
        if (signal.IsConstant && !isConstant) Rows.Repeat(signal.Data.Span, target.Span);
        else signal.Data.CopyTo(target);
    }
}
