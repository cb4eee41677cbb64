namespace Sgl;

/// <summary>
/// The arrays of a pass over B·F neurons, and the loops that run a model's kernels over them, a tile at a time. Every list is
/// in the order of the model's <see cref="NeuronInfo"/>; whoever has the neurons fills them in before a pass.
/// </summary>
/// <param name="startsFromBefore">
/// Whether a forward pass starts from <see cref="Before"/>, which each tile copies to <see cref="States"/>; else from what
/// <see cref="States"/> hold.
/// </param>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class NeuronTiles<TNeuron>(bool startsFromBefore)
    where TNeuron : INeuron<TNeuron>
{
    private static readonly NeuronInfo Info = TNeuron.Info;

    /// <summary>The inputs, [T, N] each.</summary>
    public Plane[] Inputs { get; } = new Plane[Info.Inputs.Length];

    /// <summary>The outputs, [T, N] each; that of an output which leaves as bits is empty.</summary>
    public Plane[] Outputs { get; } = new Plane[Info.Outputs.Length];

    /// <summary>The outputs that leave as bits; others are empty.</summary>
    public BitPlane[] OutputBits { get; } = new BitPlane[Info.Outputs.Length];

    /// <summary>The tape, [T, N] for each slot.</summary>
    public Plane[] Tape { get; } = new Plane[Info.Tape.Length];

    /// <summary>The states before the first step, [N] each.</summary>
    public ReadOnlyMemory<float>[] Before { get; } = new ReadOnlyMemory<float>[Info.States.Length];

    /// <summary>The states after the last step, [N] each.</summary>
    public Memory<float>[] States { get; } = new Memory<float>[Info.States.Length];

    /// <summary>dL/d(output), [T, N] each; an empty plane is a gradient of zero.</summary>
    public Plane[] OutputGradients { get; } = new Plane[Info.Outputs.Length];

    /// <summary>dL/d(input), [T, N] each.</summary>
    public Plane[] InputGradients { get; } = new Plane[Info.Inputs.Length];

    /// <summary>dL/d(state), [N] each.</summary>
    public Memory<float>[] StateGradients { get; } = new Memory<float>[Info.States.Length];

    /// <summary>dL/d(parameter) of each neuron of each sample, [N]; empty where it is fixed.</summary>
    public Memory<float>[] ParameterGradients { get; } = new Memory<float>[Info.Parameters.Length];

    /// <summary>dL/d(value) of what is computed once for all time steps, [N] each.</summary>
    public Memory<float>[] HoistedGradients { get; } = new Memory<float>[Info.HoistedGradients];

    /// <summary>The parameters.</summary>
    public TileParameters? Parameters { get; set; }

    /// <summary>Runs all tiles forward.</summary>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="keepsTape">Whether a backward pass will follow.</param>
    /// <param name="workers">The threads.</param>
    public void Forward(int steps, int neurons, bool keepsTape, Workers workers) =>
        workers.RunBlocks(neurons, ForwardTile.MaxWidth, (tiles: this, steps, keepsTape), static (job, offset, width) =>
            job.tiles.RunForward(job.tiles.Inputs, job.steps, offset, width, job.keepsTape));

    /// <summary>Runs all tiles backward.</summary>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="isContinued">Whether earlier time steps will follow.</param>
    /// <param name="workers">The threads.</param>
    public void Backward(int steps, int neurons, bool isContinued, Workers workers)
    {
        var job = (tiles: this, steps, isContinued);
        workers.RunBlocks(neurons, BackwardTile.WidthFor(steps, Info.ScratchPerStep), job, static (job, offset, width) =>
        {
            NeuronTiles<TNeuron> tiles = job.tiles;
            using Scratch scratch = Scratch.Rent(BackwardTile.ScratchLength(job.steps, width, Info.ScratchPerStep));
            tiles.RunBackward(
                tiles.OutputGradients, tiles.InputGradients, job.steps, offset, width, job.isContinued, scratch.Span);
        });
    }

    /// <summary>Runs one tile forward.</summary>
    public void RunForward(ReadOnlySpan<Plane> inputs, int steps, int offset, int width, bool keepsTape)
    {
        for (int i = 0; startsFromBefore && i < States.Length; i++)
            Before[i].Slice(offset, width).CopyTo(States[i].Slice(offset, width));
        ReadOnlyMemory<float>[] parameters = Parameters!.Rent(offset, width);
        TNeuron.Forward(new ForwardTile
        {
            Steps = steps,
            Width = width,
            Offset = offset,
            Inputs = inputs,
            Parameters = parameters,
            States = States,
            Outputs = Outputs,
            OutputBits = OutputBits,
            Tape = keepsTape ? Tape : [],
        });
        TileParameters.Return(parameters);
    }

    /// <summary>Runs one tile backward.</summary>
    public void RunBackward(
        ReadOnlySpan<Plane> outputGradients,
        ReadOnlySpan<Plane> inputGradients,
        int steps,
        int offset,
        int width,
        bool isContinued,
        Span<float> scratch)
    {
        ReadOnlyMemory<float>[] parameters = Parameters!.Rent(offset, width);
        TNeuron.Backward(new BackwardTile
        {
            Steps = steps,
            Width = width,
            Offset = offset,
            OutputGradients = outputGradients,
            Inputs = Inputs,
            Tape = Tape,
            InitialStates = Before,
            Parameters = parameters,
            StateGradients = StateGradients,
            InputGradients = inputGradients,
            ParameterGradients = ParameterGradients,
            HoistedGradients = HoistedGradients,
            IsContinued = isContinued,
            Scratch = scratch,
        });
        TileParameters.Return(parameters);
    }
}
