using System.Buffers;

namespace Sgl;

/// <content>Its passes, and the buffers that they keep.</content>
public sealed partial class Spiking<TNeuron>
{
    private readonly NeuronTiles<TNeuron> _tiles = new(startsFromBefore: true);
    private readonly GrowingBuffer[] _outputs;
    private readonly GrowingBits _bits = new();
    private readonly GrowingBuffer[] _inputGradients;
    private readonly GrowingBuffer _discarded = new();
    private readonly GrowingBuffer[] _tape;

    // Whether the input of the last forward pass was constant.
    private bool _isInputConstant;

    private bool TapeFitsInput => _tape.Length > 0 && _info.Inputs.Length == 1 && !_info.BackwardReadsInputs;

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass) => ForwardCore(new ReadOnlySpan<Signal>(in input), pass);

    private protected override Signal ForwardCore(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        Signal input = inputs[0];
        (Workers workers, bool training, Edges edges) = (pass.Workers, pass.IsTraining, pass.Edges);
        int neurons = Sizes.Product(this, "a time step", input.Batch, Inputs);
        int length = Sizes.Product(this, "the output", input.Steps, input.Batch, Inputs);
        _tiles.Parameters = _population.RefreshedTiles();
        _states.BeginForward(input.Batch);
        _states.Before.CopyTo(_tiles.Before);
        _states.Values.CopyTo(_tiles.States);
        if (_info.Outputs.Length > 1) Array.Fill(_tiles.Outputs, Discarded(neurons));
        foreach (int named in edges.NamedOutputs ?? []) _tiles.Outputs[named] = new Plane(_outputs[named].Take(length), neurons);
        int stride = Signal.SpikeStride(input.Batch, Outputs);
        Memory<byte> bits = edges.GivesBits ? _bits.Take(input.Steps * stride) : default;
        _tiles.OutputBits[Selected] = new BitPlane(bits, stride);
        if (edges.GivesBits) _tiles.Outputs[Selected] = default;
        else if (!edges.DiscardsOutput) _tiles.Outputs[Selected] = new Plane(_outputs[Selected].Take(length), neurons);
        if (training) TakeTape(length, neurons, edges.MayOverwriteInput && TapeFitsInput ? PlaceOf(input) : default);
        _isInputConstant = inputs.Length == 1 && input.IsConstant;
        for (int i = 0; i < inputs.Length; i++) _tiles.Inputs[i] = inputs[i].Plane;
        if (input.Pending is SpikeCurrent current) CurrentTiles.Run(current, _tiles, Outputs, training, workers);
        else _tiles.Forward(input.Steps, neurons, training, workers);
        return edges.GivesBits
            ? new Signal(bits, input.Steps, input.Batch, Outputs)
            : new Signal(_tiles.Outputs[Selected].Data, input.Steps, input.Batch, Outputs, isConstant: edges.DiscardsOutput);
    }

    Signal INamedOutputs.NamedOutput(int index, Signal returned) =>
        new(_tiles.Outputs[index].Data, returned.Steps, returned.Batch, Outputs);

    void INamedOutputs.TakeGradient(int index, Signal gradient) => _tiles.OutputGradients[index] = gradient.Plane;

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        Signal inputGradient = default;
        BackwardCore(outputGradient, new Span<Signal>(ref inputGradient), pass);
        return inputGradient;
    }

    private protected override void BackwardCore(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        int steps = outputGradient.Steps;
        int neurons = outputGradient.Batch * Outputs;
        bool sums = pass is { NeedsInputGradient: true, MaySumGradient: true } && _isInputConstant;
        _states.BeginBackward();
        _states.Gradients.CopyTo(_tiles.StateGradients);
        _population.BeginGradients(_tiles, neurons, _states.GoesOnBackward);
        PlaceInputGradients(outputGradient, neurons, sums, pass);
        _tiles.OutputGradients[Selected] = pass.Edges.DiscardsOutput ? default : outputGradient.Plane;
        if (sums || outputGradient.Pending is not null) RunInOwnRows(outputGradient, neurons, sums, pass.Workers);
        else _tiles.Backward(steps, neurons, _states.IsContinued, pass.Workers);
        if (!_states.IsContinued) _population.EndGradients(_tiles, pass.Workers);
        for (int i = 0; pass.NeedsInputGradient && i < inputGradients.Length; i++)
            inputGradients[i] = new Signal(_tiles.InputGradients[i].Data, steps, outputGradient.Batch, Inputs, isConstant: sums);
    }

    private void PlaceInputGradients(Signal outputGradient, int neurons, bool sums, Pass pass)
    {
        Plane[] planes = _tiles.InputGradients;
        int length = outputGradient.Steps * neurons;
        planes[0] = !pass.NeedsInputGradient ? Discarded(neurons)
            : sums ? new Plane(_inputGradients[0].Take(neurons), 0)
            // A kernel has read a row of the tape, and of gradients, before it writes one that may take its place.
            : _tape.Length > 0 ? _tiles.Tape[0]
            : pass.Edges.MayOverwriteGradient && !outputGradient.IsConstant ? outputGradient.Plane
            : new(_inputGradients[0].Take(length), neurons);
        for (int i = 1; i < planes.Length; i++)
            planes[i] = pass.NeedsInputGradient ? new Plane(_inputGradients[i].Take(length), neurons) : planes[0];
    }

    // What is computed here, or summed, stays in a tile's own rows.
    private void RunInOwnRows(Signal outputGradient, int neurons, bool sums, Workers workers)
    {
        int steps = outputGradient.Steps, scratchPerStep = _info.ScratchPerStep + 1;
        var all = (layer: this, steps, sent: outputGradient.Pending as SynapseGradient, scratchPerStep, sums);
        workers.RunBlocks(neurons, BackwardTile.WidthFor(steps, scratchPerStep), all, static (job, offset, width) =>
        {
            NeuronTiles<TNeuron> tiles = job.layer._tiles;
            using Scratch scratch = Scratch.Rent(BackwardTile.ScratchLength(job.steps, width, job.scratchPerStep));
            Memory<float> ownRows = scratch.Memory[..(job.steps * width)];
            var own = new Plane(ownRows, width) { First = offset };
            Plane[] gradients = ArrayPool<Plane>.Shared.Rent(tiles.OutputGradients.Length);
            tiles.OutputGradients.CopyTo(gradients, 0);
            if (job.sent is { } sent)
            {
                sent.Compute(offset, width, ownRows.Span);
                gradients[job.layer.Selected] = own;
            }

            ReadOnlySpan<Plane> results = job.sums ? new ReadOnlySpan<Plane>(in own) : tiles.InputGradients;
            tiles.RunBackward(
                gradients, results, job.steps, offset, width, job.layer._states.IsContinued, scratch.Span[ownRows.Length..]);
            ArrayPool<Plane>.Shared.Return(gradients, clearArray: true);
            if (job.sums) Rows.SumDownwards(tiles.InputGradients[0].Data.Span.Slice(offset, width), ownRows.Span);
        });
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        int[] named = pass.Edges.NamedOutputs ?? [];
        bool discards = _info.Outputs.Length > 1 || (pass.Training && !pass.NeedsInputGradient);
        return
        [
            pass.Edges.GivesBits
                ? new PlannedBuffer("output, a bit each", GrowingBits.Length(pass.Steps * ((neurons + 7) / 8)))
                : PlannedBuffer.Floats("output", pass.Edges.DiscardsOutput ? 0 : pass.Steps * neurons),
            .. named.Select(k => PlannedBuffer.Floats($"output {_info.Outputs[k].Name}", pass.Steps * neurons)),
            .. _states.Plan(pass),
            .. discards ? [PlannedBuffer.Floats("discarded outputs", neurons)] : (PlannedBuffer[])[],
            .. pass.Training ? PlanTraining(pass, neurons) : [],
        ];
    }

    private IEnumerable<PlannedBuffer> PlanTraining(PassShape pass, long neurons)
    {
        bool reusesInput = pass is { Edges.MayOverwriteInput: true, IsConstant: false } && TapeFitsInput;
        for (int i = 0; i < _info.Tape.Length; i++)
        {
            yield return i == 0 && reusesInput
                ? PlannedBuffer.Floats($"tape of {_info.Tape[i]}, in place of the input", 0)
                : PlannedBuffer.Floats($"tape of {_info.Tape[i]}", pass.Steps * neurons);
        }

        if (pass is { NeedsInputGradient: true, IsConstant: true, IsCut: false } && _info.Inputs.Length == 1)
            yield return PlannedBuffer.Floats("gradient of input, summed over time", neurons);
        else if (pass.NeedsInputGradient && _tape.Length > 0)
            yield return PlannedBuffer.Floats($"gradient of input, in place of the tape of {_info.Tape[0]}", 0);
        else if (pass.NeedsInputGradient && !pass.Edges.MayOverwriteGradient)
            yield return PlannedBuffer.Floats("gradient of input", pass.Steps * neurons);
        if (pass.NeedsInputGradient && _info.Inputs.Length > 1)
            yield return PlannedBuffer.Floats("gradients of other inputs", (_info.Inputs.Length - 1) * pass.Steps * neurons);
        if (_population.SumsOverTime > 0) yield return PlannedBuffer.Floats("gradients of parameters", _population.SumsOverTime * neurons);
    }

    // The first slot in the place that is given, if any.
    private void TakeTape(int length, int neurons, Memory<float> place)
    {
        for (int i = 0; i < _tape.Length; i++)
            _tiles.Tape[i] = new Plane(i == 0 && !place.IsEmpty ? place : _tape[i].Take(length), neurons);
    }

    // Where a row is for each time step; what is constant has one row for all.
    private static Memory<float> PlaceOf(Signal input) =>
        input.Pending is SpikeCurrent current ? current.Place : input.IsConstant ? default : input.Data;

    // A kernel writes all its outputs. A discarded one goes to a single row, over and over.
    private Plane Discarded(int neurons) => new(_discarded.Take(neurons), 0);
}
