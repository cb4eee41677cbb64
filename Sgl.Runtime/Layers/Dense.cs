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
    private readonly SpikePacker _packer = new();
    private readonly int _width;
    private readonly bool _hasBias;
    private readonly LiveColumns _live = new();

    // What depends on the number of inputs; null until it is known.
    private Parameter? _weight;
    private SpikeCurrent _current = null!;
    private SynapseGradient _sent = null!;
    private Parameter[]? _parameters;

    // The input of the last forward pass, and whether it is spikes that are few enough to be summed.
    private Signal _input;
    private bool _isSparse;

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

    private Matrix WeightMatrix => new(Weight.Stored, Outputs, Inputs);

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
        _current = new SpikeCurrent(_weight, Bias);
        _sent = new SynapseGradient(_weight);
    }

    /// <inheritdoc/>
    internal override void ClearGradients()
    {
        Weight.ForgetGradient();
        Bias?.ZeroGradient();
    }

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass)
    {
        Workers workers = pass.Workers;
        _input = input = AsSpikes(input, workers);
        _isSparse = input.IsSpikes && input.Spikes.Density() < SpikeProduct.DenseDensity;
        if (_isSparse)
        {
            _current.Spikes = input.Spikes;
            if (!pass.IsStreamed && pass.Edges.GivesCurrent && _current.Tile.Pays)
            {
                _current.Place = pass.IsTraining ? _output.Take(OutputLength(input)) : default;
                return new Signal(_current, Outputs);
            }
        }

        Memory<float> output = _output.Take(OutputLength(input));
        if (_isSparse)
        {
            if (pass.IsStreamed) _current.ComputeStep(output, workers);
            else _current.Compute(output, workers);
        }
        else
        {
            if (Bias is not null) FillRows(output, Bias.Stored, workers);
            using Scratch? unpacked = Unpack(input);
            var x = new Matrix(unpacked?.Memory ?? input.Data, input.Rows, Inputs);
            MatrixProduct.MultiplyBy(
                ProductFor(input), x, WeightMatrix.Transpose(), output, workers, accumulate: Bias is not null);
        }

        return new Signal(output, input.Steps, input.Batch, Outputs, input.IsConstant);
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        (Workers workers, bool needsInputGradient) = (pass.Workers, pass.NeedsInputGradient);
        Memory<float> gradient = outputGradient.Data;
        if (_input.IsConstant)
        {
            // The one row gets the sum of what every step asks of it; a constant gradient is that sum already.
            gradient = _summedGradient.Take(_input.Rows * Outputs);
            gradient.Span.Clear();
            Rows.AddTo(gradient, outputGradient.Data, workers, downwards: true);
        }

        bool sends = needsInputGradient && pass.Edges.GivesGradient;
        Memory<float> inputGradient = needsInputGradient && !sends ? _inputGradient.Take(Sizes.Product(this, "the gradient of the input", _input.Rows, Inputs)) : default;
        if (_live.TryFind(gradient.Span, Outputs))
        {
            MultiplyLive(gradient, inputGradient, workers);
            if (Bias is not null) Rows.AddTo(Bias.Gradient, gradient, workers, downwards: true);
        }
        else
        {
            Multiply(
                new Matrix(gradient, _input.Rows, Outputs),
                Weight.Stored,
                Weight.TakeGradient(out bool accumulate),
                accumulate,
                Bias?.Gradient ?? default,
                inputGradient,
                workers);
        }

        if (sends)
        {
            _sent.Begin(outputGradient);
            return new Signal(_sent, Inputs);
        }

        return needsInputGradient
            ? new Signal(inputGradient, _input.Steps, _input.Batch, Inputs, _input.IsConstant)
            : default;
    }

    // The products of the outputs whose gradient is not 0.
    private void MultiplyLive(ReadOnlyMemory<float> gradient, Memory<float> inputGradient, Workers workers)
    {
        (int rows, int weights) = (_input.Rows, _live.Count * Inputs);
        using Scratch dy = Scratch.Rent(rows * _live.Count), w = Scratch.Rent(weights), dw = Scratch.Rent(weights);
        _live.CopyColumns(gradient, Outputs, dy.Memory, workers);
        _live.CopyRows(Weight.Stored.Span, Inputs, w.Span);
        _live.CopyRows(Weight.Gradient.Span, Inputs, dw.Span);
        Multiply(new Matrix(dy.Memory, rows, _live.Count), w.Memory, dw.Memory, true, default, inputGradient, workers);
        _live.CopyRowsBack(dw.Span, Inputs, Weight.Gradient.Span);
    }

    // The gradient of some weights and of the bias, and their part in that of the input, the latter two where wanted.
    private void Multiply(
        Matrix dy,
        ReadOnlyMemory<float> weights,
        Memory<float> weightGradient,
        bool accumulate,
        Memory<float> biasGradient,
        Memory<float> inputGradient,
        Workers workers)
    {
        if (_isSparse)
        {
            SpikeProduct.AddOuter(dy, _input.Spikes, weightGradient, accumulate, biasGradient, workers);
        }
        else
        {
            using Scratch? unpacked = Unpack(_input);
            var x = new Matrix(unpacked?.Memory ?? _input.Data, _input.Rows, Inputs);
            MatrixProduct.Multiply(dy.Transpose(), x, weightGradient, workers, accumulate, downwards: true);
            if (!biasGradient.IsEmpty) Rows.AddTo(biasGradient, dy.Data, workers, downwards: true);
        }

        if (!inputGradient.IsEmpty)
            MatrixProduct.Multiply(dy, new Matrix(weights, dy.Columns, Inputs), inputGradient, workers);
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        yield return PlannedBuffer.Floats("output", pass.Rows * Outputs);
        if (!pass.IsConstant && !pass.Edges.TakesBits)
        {
            long bytes = pass.Steps * (((long)pass.Batch * Inputs + 7) / 8);
            yield return new PlannedBuffer("input as bits, if it is spikes", GrowingBits.Length(bytes));
        }

        if (_current.KeptLength > 0) yield return PlannedBuffer.Floats("weights, packed for streams", _current.KeptLength);
        if (!pass.Training) yield break;
        if (pass.IsConstant) yield return PlannedBuffer.Floats("gradient summed over time", pass.Rows * Outputs);
        if (pass.NeedsInputGradient)
        {
            yield return pass.Edges.GivesGradient
                ? PlannedBuffer.Floats("weights, as neurons before read them", _sent.Length)
                : PlannedBuffer.Floats("gradient of input", pass.Rows * Inputs);
        }
    }

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) => new DeviceDense(this, math, memory);

    /// <summary>
    /// Spikes as bits, also where they come as floats of 0 and 1. Where they are few, summing weights beats multiplying;
    /// both give the same bits.
    /// </summary>
    private Signal AsSpikes(Signal input, Workers workers) =>
        !input.IsSpikes && !input.IsConstant && _packer.TryPack(input, workers, out Signal spikes) ? spikes : input;

    /// <summary>Many spikes, as the floats that a product takes, in rented memory; null where they are floats already.</summary>
    private static Scratch? Unpack(Signal input)
    {
        if (!input.IsSpikes) return null;
        var floats = Scratch.Rent(Sizes.Product("Dense", "the input as floats", input.Rows, input.Features));
        input.Spikes.Unpack(floats.Span);
        return floats;
    }

    /// <summary>Whether spikes are summed or multiplied must not show in the bits, so another library has no part in it.</summary>
    private static IMatrixProduct ProductFor(Signal input) => input.IsSpikes ? MatrixProduct.Managed : MatrixProduct.Chosen;

    private int OutputLength(Signal input) => Sizes.Product(this, "the output", input.Rows, Outputs);

    private static void FillRows(Memory<float> rows, ReadOnlyMemory<float> row, Workers workers) =>
        workers.RunBlocks(rows.Length / row.Length, RowBlock, (rows, row), static (job, start, count) =>
        {
            ReadOnlySpan<float> row = job.row.Span;
            for (int i = start; i < start + count; i++) row.CopyTo(job.rows.Span[(i * row.Length)..]);
        });
}
