namespace Sgl;

/// <summary>
/// Several signals side by side: the features of the first input, then those of the next. Inputs with channels are joined
/// along them, so their other sizes must agree.
/// </summary>
public sealed class Concat : Join
{
    private readonly GrowingBuffer _output = new();
    private GrowingBuffer[] _gradients = [];

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
        _gradients = GrowingBuffer.Several(inputs.Length);
        return first.Rank switch
        {
            1 => new Shape(all),
            2 => new Shape(all, first[1]),
            _ => new Shape(all, first[1], first[2]),
        };
    }

    /// <inheritdoc/>
    protected override Signal ForwardJoin(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        bool isConstant = AreConstant(inputs);
        (int steps, int batch) = (inputs[0].Steps, inputs[0].Batch);
        int rows = isConstant ? batch : steps * batch;
        Memory<float> output = _output.Take(Sizes.Product(this, "the output", isConstant ? 1 : steps, batch, Outputs));
        int column = 0;
        foreach (Signal input in inputs)
        {
            var from = new Columns(input.Data, 0, input.Features, input.Rows);
            Copy(from, new Columns(output, column, Outputs, rows), input.Features, batch, pass.Workers);
            column += input.Features;
        }

        return new Signal(output, steps, batch, Outputs, isConstant);
    }

    /// <inheritdoc/>
    protected override void BackwardJoin(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        if (!pass.NeedsInputGradient) return;
        int column = 0;
        for (int i = 0; i < inputGradients.Length; i++)
        {
            int width = InputShapes[i].Features;
            int rows = outputGradient.Rows;
            Memory<float> part = _gradients[i].Take(Sizes.Product(this, "the gradient of an input", rows, width));
            var from = new Columns(outputGradient.Data, column, Outputs, rows);
            Copy(from, new Columns(part, 0, width, rows), width, outputGradient.Batch, pass.Workers);
            inputGradients[i] = new Signal(
                part, outputGradient.Steps, outputGradient.Batch, width, outputGradient.IsConstant);
            column += width;
        }
    }

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) => new DeviceConcat(this, math, memory);

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        yield return PlannedBuffer.Floats("output", pass.Rows * Outputs);
        if (pass is { Training: true, NeedsInputGradient: true })
            yield return PlannedBuffer.Floats("gradients of inputs", pass.Rows * Outputs);
    }

    // Row by row; where there are fewer rows to copy from, they are repeated.
    private static void Copy(Columns from, Columns to, int width, int batch, Workers workers) =>
        workers.RunBlocks(to.Rows, batch, (from, to, width), static (job, start, count) =>
        {
            for (int row = start; row < start + count; row++)
                job.from.Row(row % job.from.Rows)[..job.width].CopyTo(job.to.Row(row));
        });

    /// <summary>Rows from one of their columns on.</summary>
    private readonly record struct Columns(Memory<float> Data, int First, int Stride, int Rows)
    {
        public Span<float> Row(int row) => Data.Span[(row * Stride + First)..];
    }
}
