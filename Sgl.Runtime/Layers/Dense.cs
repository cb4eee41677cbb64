namespace Sgl;

/// <summary>
/// Every output sees every input: y = x·Wᵀ + b at each time step, the synapses of a spiking network. An input that is
/// constant over time is multiplied once, and its output is constant too.
/// </summary>
public sealed class Dense : Layer
{
    // Rows that one thread fills with the bias at a time.
    private const int RowBlock = 64;

    private readonly GrowingBuffer _output = new();
    private readonly GrowingBuffer _summedGradient = new();
    private readonly GrowingBuffer _inputGradient = new();
    private Signal _input;

    /// <summary>Creates a layer whose parameters are 0 until <see cref="Initialize"/>.</summary>
    /// <param name="inputs">Features of the input, at least 1.</param>
    /// <param name="outputs">Features of the output, at least 1.</param>
    /// <param name="bias">Whether there is a bias b.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Dense(int inputs, int outputs, bool bias = true)
        : base(inputs, outputs)
    {
        Weight = new Parameter("weight", outputs, inputs);
        Bias = bias ? new Parameter("bias", outputs) : null;
        Parameters = Bias is null ? [Weight] : [Weight, Bias];
    }

    /// <summary>W, [<see cref="Layer.Outputs"/>, <see cref="Layer.Inputs"/>].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [<see cref="Layer.Outputs"/>], or null where there is none.</summary>
    public Parameter? Bias { get; }

    /// <summary>The weight, then the bias.</summary>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    protected internal override bool KeepsConstant => true;

    private Matrix WeightMatrix => new(Weight.Value, Outputs, Inputs);

    /// <summary>Draws all parameters uniformly from ±1/√<see cref="Layer.Inputs"/>, as torch.nn.Linear does.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
        float bound = 1f / MathF.Sqrt(Inputs);
        for (int i = 0; i < Parameters.Count; i++)
            random.Stream((ulong)i).FillUniform(Parameters[i].Value.Span, -bound, bound);
    }

    /// <summary>The kind and the sizes, as in <c>Dense(784 → 10)</c>.</summary>
    public override string ToString() => $"Dense({Inputs} → {Outputs})";

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, bool training, Workers workers)
    {
        _input = input;
        Memory<float> output = _output.Take(checked(input.Rows * Outputs));
        if (Bias is not null) FillRows(output, Bias.Value, workers);
        var x = new Matrix(input.Data, input.Rows, Inputs);
        MatrixProduct.Multiply(x, WeightMatrix.Transpose(), output, workers, accumulate: Bias is not null);
        return new Signal(output, input.Steps, input.Batch, Outputs, input.IsConstant);
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, bool needsInputGradient, Workers workers)
    {
        Memory<float> gradient = outputGradient.Data;
        if (_input.IsConstant)
        {
            // The one row gets the sum of what every step asks of it; a constant gradient is that sum already.
            gradient = _summedGradient.Take(_input.Rows * Outputs);
            gradient.Span.Clear();
            Rows.AddTo(gradient, outputGradient.Data, workers, downwards: true);
        }

        var dy = new Matrix(gradient, _input.Rows, Outputs);
        var x = new Matrix(_input.Data, _input.Rows, Inputs);
        MatrixProduct.Multiply(dy.Transpose(), x, Weight.Gradient, workers, accumulate: true, downwards: true);
        if (Bias is not null) Rows.AddTo(Bias.Gradient, gradient, workers, downwards: true);
        if (!needsInputGradient) return default;

        Memory<float> inputGradient = _inputGradient.Take(_input.Data.Length);
        MatrixProduct.Multiply(dy, WeightMatrix, inputGradient, workers);
        return new Signal(inputGradient, _input.Steps, _input.Batch, Inputs, _input.IsConstant);
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        yield return PlannedBuffer.Floats("output", pass.Rows * Outputs);
        if (!pass.Training) yield break;
        if (pass.IsConstant) yield return PlannedBuffer.Floats("gradient summed over time", pass.Rows * Outputs);
        if (pass.NeedsInputGradient) yield return PlannedBuffer.Floats("gradient of input", pass.Rows * Inputs);
    }

    private static void FillRows(Memory<float> rows, ReadOnlyMemory<float> row, Workers workers) =>
        workers.RunBlocks(rows.Length / row.Length, RowBlock, (rows, row), static (job, start, count) =>
        {
            ReadOnlySpan<float> row = job.row.Span;
            for (int i = start; i < start + count; i++) row.CopyTo(job.rows.Span[(i * row.Length)..]);
        });
}
