namespace Sgl;

/// <content>
/// Its passes. What is fed back is spikes as bits, where the output is spikes: sums of weights, which are packed once per pass.
/// </content>
public sealed partial class Recurrent<TNeuron>
{
    // Samples that go through time together: what a step of them reads and writes stays in the caches of a core, their bits are
    // whole bytes, and their rows whole tiles of a product.
    private const int MostSamples = 24;
    private const int SampleUnit = 8;

    private readonly PackedWeights _packed = new();
    private readonly GrowingBuffer _output = new();
    private readonly GrowingBits _fedBack = new();
    private readonly GrowingBuffer _drive = new();
    private readonly GrowingBuffer _drivenGradient = new();
    private readonly GrowingBuffer _discarded = new();
    private readonly GrowingBuffer[] _tape;
    private readonly GrowingBuffer[] _history;

    // Of each block of samples, whose threads set them from step to step.
    private NeuronTiles<TNeuron>[] _blocks = [];

    private bool _keepsDrive;

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass)
    {
        (int steps, int batch, bool trains) = (input.Steps, input.Batch, pass.IsTraining);
        int neurons = Sizes.Product(this, "a time step", batch, Outputs);
        int length = Sizes.Product(this, "the output", steps, batch, Outputs);
        _states.BeginForward(batch);
        for (int i = 0; i < _states.Count; i++) _states.Before[i].CopyTo(_states.Values[i]);
        _keepsDrive = trains && _info.BackwardReadsInputs;
        Memory<float> output = _output.Take(length);
        int samples = TakeBlocks(batch, pass.Workers, _population.RefreshedTiles());
        foreach (NeuronTiles<TNeuron> block in Blocks(batch, samples))
        {
            _states.Values[..^1].CopyTo(block.States);
            if (_info.Outputs.Length > 1) Array.Fill(block.Outputs, new Plane(_discarded.Take(neurons), neurons));
        }

        SpikeMatrix spikes = FeedsSpikesBack ? TakeSpikes(trains ? steps : 1, batch) : default;
        if (FeedsSpikesBack) Pack(_states.Values[^1].Span, spikes, step: 0, offset: 0);
        PackedWeights? kept = FeedsSpikesBack && pass.IsStreamed ? _kept.Take(pass.Workers) : null;
        using RecurrentWeights weights = kept is not null ? new RecurrentWeights(kept) : new(WeightMatrix, FeedsSpikesBack ? _packed : null, pass.Workers);
        var job = (layer: this, input, trains, spikes, weights, output, drive: _keepsDrive ? _drive.Take(length) : default, samples, steps, batch);
        if (trains) TakeTape(length);
        pass.Workers.RunBlocks(batch, samples, job, static (job, first, count) => job.layer.Forward(
            job.input, job.trains, job.spikes, job.weights, job.output, job.drive, job.layer._blocks[first / job.samples], first, count));
        Row(output, steps - 1, neurons).CopyTo(_states.Values[^1]);
        return new Signal(output, steps, batch, Outputs);
    }

    // Some samples through all time steps.
    private void Forward(
        Signal input,
        bool trains,
        SpikeMatrix spikes,
        RecurrentWeights weights,
        Memory<float> output,
        Memory<float> drive,
        NeuronTiles<TNeuron> block,
        int first,
        int samples)
    {
        (int neurons, int offset, int width) = (input.Batch * Outputs, first * Outputs, samples * Outputs);
        using Scratch own = Scratch.Rent(_keepsDrive ? 0 : width);
        for (int t = 0; t < input.Steps; t++)
        {
            Memory<float> now = _keepsDrive ? drive.Slice(t * neurons + offset, width) : own.Memory;
            ReadOnlySpan<float> x = input.At(t).Slice(offset, width);
            if (FeedsSpikesBack)
            {
                weights.Sum(spikes.StepRange(trains ? t : 0, 1), first, samples, x, now.Span);
            }
            else
            {
                Memory<float> before = t == 0 ? _states.Values[^1] : Row(output, t - 1, neurons);
                x.CopyTo(now.Span);
                weights.Multiply(new Matrix(before.Slice(offset, width), samples, Outputs), now.Span);
            }

            Memory<float> outputs = Row(output, t, neurons);
            block.Outputs[_selected] = new Plane(outputs, neurons);
            if (trains) Keep(block, t, neurons, offset, width);
            var driven = new Plane(now, width) { First = offset };
            for (int at = 0; at < width; at += ForwardTile.MaxWidth)
            {
                block.RunForward(
                    new ReadOnlySpan<Plane>(in driven), 1, offset + at, Math.Min(ForwardTile.MaxWidth, width - at), trains);
            }

            if (FeedsSpikesBack && t + 1 < input.Steps)
                Pack(outputs.Span.Slice(offset, width), spikes, trains ? t + 1 : 0, offset);
        }
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        (int steps, int batch, Workers workers) = (outputGradient.Steps, outputGradient.Batch, pass.Workers);
        int neurons = batch * Outputs, length = steps * neurons;
        _states.BeginBackward();
        int samples = TakeBlocks(batch, workers, _blocks[0].Parameters!);
        foreach (NeuronTiles<TNeuron> block in Blocks(batch, samples))
        {
            _states.Gradients[..^1].CopyTo(block.StateGradients);
            bool goesOn = _states.GoesOnBackward || block != _blocks[0];
            _population.BeginGradients(block, neurons, goesOn);
        }

        // dL/d(neuron inputs): of the layer's input, and what the weights' gradient is made of.
        Memory<float> driven = _drivenGradient.Take(length);
        Memory<float> drive = _keepsDrive ? _drive.Take(length) : default;
        using (var weights = new PackedFactor(WeightMatrix, workers))
        {
            var job = (layer: this, outputGradient, weights, driven, drive, samples);
            workers.RunBlocks(batch, samples, job, static (job, first, count) => job.layer.Backward(
                job.outputGradient, job.weights, job.driven, job.drive, job.layer._blocks[first / job.samples], first, count));
        }

        AddWeightGradient(driven, steps, batch, workers);
        if (!_states.IsContinued) _population.EndGradients(_blocks[0], workers);
        return pass.NeedsInputGradient ? new Signal(driven, steps, batch, Outputs) : default;
    }

    // Some samples back through all time steps.
    private void Backward(
        Signal outputGradient,
        PackedFactor weights,
        Memory<float> driven,
        Memory<float> drive,
        NeuronTiles<TNeuron> block,
        int first,
        int samples)
    {
        (int neurons, int offset, int width) = (outputGradient.Batch * Outputs, first * Outputs, samples * Outputs);
        int tile = BackwardTile.WidthFor(1, _info.ScratchPerStep);
        using Scratch total = Scratch.Rent(width);
        using Scratch scratch = Scratch.Rent(BackwardTile.ScratchLength(1, Math.Min(tile, width), _info.ScratchPerStep));
        Span<float> fedBack = _states.Gradients[^1].Span.Slice(offset, width);
        block.OutputGradients[_selected] = new Plane(total.Memory, width) { First = offset };
        for (int t = outputGradient.Steps - 1; t >= 0; t--)
        {
            Rows.Add(outputGradient.At(t).Slice(offset, width), fedBack, total.Span);
            block.Inputs[0] = _keepsDrive ? new Plane(Row(drive, t, neurons), neurons) : default;
            Recall(block, t, neurons);
            var result = new Plane(Row(driven, t, neurons), neurons);
            for (int at = 0; at < width; at += tile)
            {
                block.RunBackward(
                    block.OutputGradients,
                    new ReadOnlySpan<Plane>(in result),
                    1,
                    offset + at,
                    Math.Min(tile, width - at),
                    isContinued: t > 0 || _states.IsContinued,
                    scratch.Span);
            }

            var back = new Matrix(driven.Slice(t * neurons + offset, width), samples, Outputs);
            weights.Multiply(back, fedBack, accumulate: false);
        }
    }

    // The last step first, so that the sum does not depend on where time is cut.
    private void AddWeightGradient(Memory<float> driven, int steps, int batch, Workers workers)
    {
        int rows = steps * batch;
        if (FeedsSpikesBack)
        {
            SpikeMatrix spikes = TakeSpikes(steps, batch);
            var all = new Matrix(driven, rows, Outputs);
            if (spikes.Density() < SpikeProduct.DenseDensity)
            {
                SpikeProduct.AddOuter(all, spikes, Weight.Gradient, workers);
                return;
            }

            using Scratch values = Scratch.Rent(rows * Outputs);
            spikes.Unpack(values.Span);
            Add(MatrixProduct.Managed, all, values.Memory);
            return;
        }

        // All steps whose output before is in the same pass, then the first one.
        if (steps > 1) Add(MatrixProduct.Chosen, new Matrix(driven[(batch * Outputs)..], rows - batch, Outputs), _output.Take((rows - batch) * Outputs));
        Add(MatrixProduct.Chosen, new Matrix(driven, batch, Outputs), _states.Before[^1]);

        void Add(IMatrixProduct by, Matrix gradients, ReadOnlyMemory<float> before) => MatrixProduct.MultiplyBy(
            by,
            gradients.Transpose(),
            new Matrix(before, gradients.Rows, Outputs),
            Weight.Gradient,
            workers,
            accumulate: true,
            downwards: true);
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        long all = pass.Steps * neurons;
        yield return PlannedBuffer.Floats("output", all);
        if (FeedsSpikesBack)
        {
            long bytes = (pass.Training ? pass.Steps : 1) * ((neurons + 7) / 8);
            yield return new PlannedBuffer("output before each step, a bit each", GrowingBits.Length(bytes));
        }

        if (_kept.Length > 0) yield return PlannedBuffer.Floats("weights, packed for streams", _kept.Length);
        foreach (PlannedBuffer buffer in _states.Plan(pass)) yield return buffer;
        if (_info.Outputs.Length > 1) yield return PlannedBuffer.Floats("discarded outputs", neurons);
        if (!pass.Training) yield break;
        if (_info.BackwardReadsInputs) yield return PlannedBuffer.Floats("neuron inputs", all);
        foreach (string saved in _info.Tape) yield return PlannedBuffer.Floats($"tape of {saved}", all);
        foreach (string state in _info.States) yield return PlannedBuffer.Floats($"{state} before each step", all);
        yield return PlannedBuffer.Floats("gradient of neuron inputs", all);
        if (_population.SumsOverTime > 0)
            yield return PlannedBuffer.Floats("gradients of parameters", _population.SumsOverTime * neurons);
    }

    // How many samples go through time together: no bit tells, so the number of threads may. Makes what each block needs.
    private int TakeBlocks(int batch, Workers workers, TileParameters parameters)
    {
        int samples = Packing.Panels(Packing.Panels(batch, workers.PiecesOfEach(1)), SampleUnit) * SampleUnit;
        samples = Math.Min(samples, MostSamples);
        int before = _blocks.Length, blocks = Packing.Panels(batch, samples);
        if (before < blocks) Array.Resize(ref _blocks, blocks);
        for (int i = before; i < blocks; i++) _blocks[i] = new NeuronTiles<TNeuron>(startsFromBefore: false);
        foreach (NeuronTiles<TNeuron> block in Blocks(batch, samples)) block.Parameters = parameters;
        return samples;
    }

    private ReadOnlySpan<NeuronTiles<TNeuron>> Blocks(int batch, int samples) => _blocks.AsSpan(0, Packing.Panels(batch, samples));

    // A row for each step: the outputs of the step before, which it is given.
    private SpikeMatrix TakeSpikes(int steps, int batch)
    {
        int stride = Signal.SpikeStride(batch, Outputs);
        return new SpikeMatrix(_fedBack.Take(Sizes.Product(this, "the spikes", steps, stride)), steps, batch, Outputs, stride);
    }

    private void Pack(ReadOnlySpan<float> outputs, SpikeMatrix spikes, int step, int offset)
    {
        int bytes = (outputs.Length + 7) / 8;
        Span<byte> bits = _fedBack.Take(spikes.Steps * spikes.Stride).Span.Slice(step * spikes.Stride + offset / 8, bytes);
        SpikePacker.TryPack(outputs, bits);
    }

    // Before threads ask for their parts.
    private void TakeTape(int length)
    {
        foreach (GrowingBuffer buffer in _tape) buffer.Take(length);
        foreach (GrowingBuffer buffer in _history) buffer.Take(length);
    }

    // Before a step: its row of the tape, and the states as they are.
    private void Keep(NeuronTiles<TNeuron> block, int t, int neurons, int offset, int width)
    {
        Recall(block, t, neurons);
        for (int i = 0; i < _history.Length; i++)
            _states.Values[i].Slice(offset, width).CopyTo(_history[i].Take((t + 1) * neurons).Slice(t * neurons + offset, width));
    }

    private void Recall(NeuronTiles<TNeuron> block, int t, int neurons)
    {
        int end = (t + 1) * neurons;
        for (int i = 0; i < _tape.Length; i++) block.Tape[i] = new Plane(Row(_tape[i].Take(end), t, neurons), neurons);
        for (int i = 0; i < _history.Length; i++) block.Before[i] = Row(_history[i].Take(end), t, neurons);
    }

    private static Memory<float> Row(Memory<float> rows, int t, int length) => rows.Slice(t * length, length);
}
