namespace Sgl;

/// <summary>Products of weights on the processor: few spikes are summed, many are multiplied; both give the same bits.</summary>
internal sealed class CpuSynapses : Synapses
{
    // Rows that one thread fills with the bias at a time.
    private const int RowBlock = 64;

    private readonly Dense _layer;
    private readonly CpuBackend _on;
    private readonly SpikePacker _packer = new();
    private readonly LiveColumns _live = new();
    private readonly SpikeCurrent _current;
    private readonly SynapseGradient _sent;

    // Whether the input is spikes that are few enough to be summed.
    private bool _isSparse;

    public CpuSynapses(Dense layer, CpuBackend on)
    {
        (_layer, _on) = (layer, on);
        (_current, _sent) = (new SpikeCurrent(layer.Weight, layer.Bias), new SynapseGradient(layer.Weight));
    }

    private int Inputs => _layer.Inputs;

    private int Outputs => _layer.Outputs;

    private Matrix Weights => new(_layer.Weight.Stored, Outputs, Inputs);

    public override Signal Prepare(Signal input) =>
        !input.IsSpikes && !input.IsConstant && _packer.TryPack(input, _on.Workers, out Signal spikes) ? spikes : input;

    public override Signal Multiply(Signal input, LayerBuffer output, Pass pass)
    {
        _isSparse = input.IsSpikes && input.Spikes.Density() < SpikeProduct.DenseDensity;
        if (_isSparse)
        {
            _current.Spikes = input.Spikes;
            if (!pass.IsStreamed && pass.Edges.GivesCurrent && _current.Tile.Pays)
            {
                _current.Place = pass.IsTraining ? output.Take().Memory : default;
                return new Signal(_current, Outputs);
            }
        }

        View<float> current = output.Take();
        if (_isSparse && pass.IsStreamed) _current.ComputeStep(current.Memory, _on.Workers);
        else if (_isSparse) _current.Compute(current.Memory, _on.Workers);
        else MultiplyDense(input, current.Memory);
        return new Signal(current, input.Steps, input.Batch, Outputs, input.IsConstant);
    }

    public override void AddGradients(View<float> gradient, Signal input, View<float> inputGradient)
    {
        Memory<float> dy = gradient.Memory, dx = inputGradient.Length > 0 ? inputGradient.Memory : default;
        if (_live.TryFind(dy.Span, Outputs))
        {
            AddLiveGradients(dy, input, dx);
            if (_layer.Bias is { } bias) Rows.AddTo(bias.Gradient, dy, _on.Workers, downwards: true);
            return;
        }

        AddGradients(
            new Matrix(dy, input.Rows, Outputs),
            input,
            _layer.Weight.Stored,
            _layer.Weight.TakeGradient(out bool accumulate),
            accumulate,
            _layer.Bias?.Gradient ?? default,
            dx);
    }

    public override bool Sends(Edges edges) => edges.GivesGradient;

    public override Signal Send(Signal outputGradient)
    {
        _sent.Begin(outputGradient);
        return new Signal(_sent, Inputs);
    }

    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        if (!pass.IsConstant && !pass.Edges.TakesBits)
        {
            long bytes = pass.Steps * (((long)pass.Batch * Inputs + 7) / 8);
            yield return new PlannedBuffer("input as bits, if it is spikes", GrowingBits.Length(bytes));
        }

        if (_current.KeptLength > 0) yield return PlannedBuffer.Floats("weights, packed for streams", _current.KeptLength);
        if (pass is { Training: true, NeedsInputGradient: true, Edges.GivesGradient: true })
            yield return PlannedBuffer.Floats("weights, as neurons before read them", _sent.Length);
    }

    private void MultiplyDense(Signal input, Memory<float> output)
    {
        if (_layer.Bias is { } bias) FillRows(output, bias.Stored);
        using Scratch? unpacked = Unpack(input);
        var x = new Matrix(unpacked?.Memory ?? input.Data, input.Rows, Inputs);
        MatrixProduct.MultiplyBy(
            ProductFor(input), x, Weights.Transpose(), output, _on.Workers, accumulate: _layer.Bias is not null);
    }

    // The products of the outputs whose gradient is not 0.
    private void AddLiveGradients(ReadOnlyMemory<float> gradient, Signal input, Memory<float> inputGradient)
    {
        (int rows, int weights) = (input.Rows, _live.Count * Inputs);
        using Scratch dy = Scratch.Rent(rows * _live.Count), w = Scratch.Rent(weights), dw = Scratch.Rent(weights);
        _live.CopyColumns(gradient, Outputs, dy.Memory, _on.Workers);
        _live.CopyRows(_layer.Weight.Stored.Span, Inputs, w.Span);
        _live.CopyRows(_layer.Weight.Gradient.Span, Inputs, dw.Span);
        AddGradients(new Matrix(dy.Memory, rows, _live.Count), input, w.Memory, dw.Memory, true, default, inputGradient);
        _live.CopyRowsBack(dw.Span, Inputs, _layer.Weight.Gradient.Span);
    }

    // The gradient of some weights and of the bias, and their part in that of the input, the latter two where wanted.
    private void AddGradients(
        Matrix dy,
        Signal input,
        ReadOnlyMemory<float> weights,
        Memory<float> weightGradient,
        bool accumulate,
        Memory<float> biasGradient,
        Memory<float> inputGradient)
    {
        Workers workers = _on.Workers;
        if (_isSparse)
        {
            SpikeProduct.AddOuter(dy, input.Spikes, weightGradient, accumulate, biasGradient, workers);
        }
        else
        {
            using Scratch? unpacked = Unpack(input);
            var x = new Matrix(unpacked?.Memory ?? input.Data, input.Rows, Inputs);
            MatrixProduct.Multiply(dy.Transpose(), x, weightGradient, workers, accumulate, downwards: true);
            if (!biasGradient.IsEmpty) Rows.AddTo(biasGradient, dy.Data, workers, downwards: true);
        }

        if (!inputGradient.IsEmpty)
            MatrixProduct.Multiply(dy, new Matrix(weights, dy.Columns, Inputs), inputGradient, workers);
    }

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

    private void FillRows(Memory<float> rows, ReadOnlyMemory<float> row) =>
        _on.Workers.RunBlocks(rows.Length / row.Length, RowBlock, (rows, row), static (job, start, count) =>
        {
            ReadOnlySpan<float> row = job.row.Span;
            for (int i = start; i < start + count; i++) row.CopyTo(job.rows.Span[(i * row.Length)..]);
        });
}
