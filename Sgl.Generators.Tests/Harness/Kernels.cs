namespace Sgl.Tests.Harness;

/// <summary>The generated kernels of a model, for tests that know the model only at run time.</summary>
internal interface IKernels
{
    NeuronInfo Info { get; }

    /// <summary>The kernels for ILGPU; null where the model was compiled without.</summary>
    DeviceKernels? Device { get; }

    float[] DefaultParameters { get; }

    float[] DefaultStates { get; }

    (ForwardRun Run, float[][] Tape) Forward(Trial trial);

    ForwardRun ForwardWithoutTape(Trial trial);

    /// <summary>Forward, with all outputs that are spikes as bits; they are returned as floats.</summary>
    ForwardRun ForwardToBits(Trial trial);

    BackwardRun Backward(Trial trial, float[][] tape);

    /// <summary>
    /// Forward and backward, where each plane that is written takes the place of one that is read, as far as there are any:
    /// a slot of the tape that of an input, and the gradient of an input that of a slot or of an output's gradient.
    /// </summary>
    (ForwardRun Run, BackwardRun Gradients) RunInPlace(Trial trial);

    /// <summary>Forward and backward in two parts, of which the second goes on from the first, and backward the first
    /// from the second.</summary>
    (float[][] Outputs, BackwardRun Gradients) RunInTwo(Trial trial, int cut);
}

internal class Kernels<TNeuron> : IKernels
    where TNeuron : INeuron<TNeuron>, new()
{
    public NeuronInfo Info => TNeuron.Info;

    public DeviceKernels? Device => TNeuron.Device;

    public float[] DefaultParameters
    {
        get
        {
            var values = new float[Info.Parameters.Length];
            TNeuron.ReadParameters(new TNeuron(), values);
            return values;
        }
    }

    public float[] DefaultStates
    {
        get
        {
            var values = new float[Info.States.Length];
            TNeuron.ReadStates(new TNeuron(), values);
            return values;
        }
    }

    public (ForwardRun Run, float[][] Tape) Forward(Trial trial)
    {
        float[][] tape = Unwritten(Info.Tape.Length, trial.Steps * trial.Neurons);
        return (Forward(trial, tape), tape);
    }

    public ForwardRun ForwardWithoutTape(Trial trial) => Forward(trial, []);

    public virtual ForwardRun ForwardToBits(Trial trial)
    {
        int stride = Signal.SpikeStride(1, trial.Neurons);
        BitPlane[] bits =
        [
            .. Info.Outputs.Select(output =>
                output.IsSpike ? new BitPlane(new byte[trial.Steps * stride + SpikeMatrix.Spare], stride) : default),
        ];
        ForwardRun run = Forward(trial, [], bits);
        for (int k = 0; k < bits.Length; k++)
            if (Info.Outputs[k].IsSpike)
                new SpikeMatrix(bits[k].Data, trial.Steps, 1, trial.Neurons, stride).Unpack(run.Outputs[k]);
        return run;
    }

    protected virtual ForwardRun Forward(Trial trial, float[][] tape) => Forward(trial, Planes(tape, trial.Neurons));

    public BackwardRun Backward(Trial trial, float[][] tape)
    {
        Sums sums = NewSums(trial);
        return Gradients(Backward(trial, tape, sums, isContinued: false), sums);
    }

    public (ForwardRun Run, BackwardRun Gradients) RunInPlace(Trial trial)
    {
        Trial given = trial.Copy();
        float[][] tape = InPlaceOf(Info.BackwardReadsInputs ? [] : given.Inputs, Info.Tape.Length);
        ForwardRun run = Forward(given, tape);
        float[][] inputGradients = InPlaceOf([.. tape, .. given.OutputGradients], Info.Inputs.Length);
        Sums sums = NewSums(given);
        Backward(given, tape, sums, isContinued: false, inputGradients);
        return (run, Gradients(inputGradients, sums));

        float[][] InPlaceOf(float[][] read, int count) =>
            [.. read.Take(count), .. Unwritten(Math.Max(0, count - read.Length), trial.Steps * trial.Neurons)];
    }

    public (float[][] Outputs, BackwardRun Gradients) RunInTwo(Trial trial, int cut)
    {
        Trial first = trial.Part(0, cut, trial.InitialStates);
        (ForwardRun firstRun, float[][] firstTape) = Forward(first);
        Trial second = trial.Part(cut, trial.Steps - cut, firstRun.States);
        (ForwardRun secondRun, float[][] secondTape) = Forward(second);
        Sums sums = NewSums(trial);
        float[][] late = Backward(second, secondTape, sums, isContinued: true);
        float[][] early = Backward(first, firstTape, sums, isContinued: false);
        return (Join(firstRun.Outputs, secondRun.Outputs), Gradients(Join(early, late), sums));
    }

    private static BackwardRun Gradients(float[][] inputs, Sums sums) =>
        new(Widen(inputs), Widen(sums.States), Widen(sums.Parameters));

    private Sums NewSums(Trial trial) => new(
        [.. trial.FinalStateGradients.Select(gradient => (float[])gradient.Clone())],
        New(Info.Parameters.Length, trial.Neurons),
        New(Info.HoistedGradients, trial.Neurons));

    protected virtual float[][] Backward(Trial trial, float[][] tape, Sums sums, bool isContinued) =>
        Backward(trial, tape, sums, isContinued, Unwritten(Info.Inputs.Length, trial.Steps * trial.Neurons));

    private float[][] Backward(Trial trial, float[][] tape, Sums sums, bool isContinued, float[][] inputGradients)
    {
        int widest = Math.Min(trial.Neurons, ForwardTile.MaxWidth);
        float[] scratch = Unwritten(1, BackwardTile.ScratchLength(trial.Steps, widest, Info.ScratchPerStep))[0];
        foreach ((int offset, int width) in Tiles(trial.Neurons))
            TNeuron.Backward(new BackwardTile
            {
                Steps = trial.Steps,
                Width = width,
                Offset = offset,
                OutputGradients = Planes(trial.OutputGradients, trial.Neurons),
                Inputs = Info.BackwardReadsInputs ? Planes(trial.Inputs, trial.Neurons) : [],
                Tape = Planes(tape, trial.Neurons),
                InitialStates = [.. trial.InitialStates.Select(state => (ReadOnlyMemory<float>)state)],
                Parameters = Parameters(trial, offset, width),
                StateGradients = Rows(sums.States),
                InputGradients = Planes(inputGradients, trial.Neurons),
                ParameterGradients = Rows(sums.Parameters),
                HoistedGradients = Rows(sums.Hoisted),
                IsContinued = isContinued,
                Scratch = scratch,
            });
        return inputGradients;
    }

    private ForwardRun Forward(Trial trial, Plane[] tape, BitPlane[]? bits = null)
    {
        float[][] states = [.. trial.InitialStates.Select(state => (float[])state.Clone())];
        float[][] outputs = Unwritten(Info.Outputs.Length, trial.Steps * trial.Neurons);
        foreach ((int offset, int width) in Tiles(trial.Neurons))
            TNeuron.Forward(new ForwardTile
            {
                Steps = trial.Steps,
                Width = width,
                Offset = offset,
                Inputs = Planes(trial.Inputs, trial.Neurons),
                Parameters = Parameters(trial, offset, width),
                States = Rows(states),
                Outputs = bits is null
                    ? Planes(outputs, trial.Neurons)
                    : [.. Planes(outputs, trial.Neurons).Zip(bits, (plane, b) => b.Data.IsEmpty ? plane : default)],
                OutputBits = bits,
                Tape = tape,
            });
        return new ForwardRun(outputs, states);
    }

    private static IEnumerable<(int Offset, int Width)> Tiles(int neurons)
    {
        for (int offset = 0; offset < neurons; offset += ForwardTile.MaxWidth)
            yield return (offset, Math.Min(ForwardTile.MaxWidth, neurons - offset));
    }

    protected static float[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    /// <summary>Arrays that the kernel must fill: what it leaves out stays NaN.</summary>
    protected static float[][] Unwritten(int count, int length)
    {
        float[][] arrays = New(count, length);
        foreach (float[] array in arrays) Array.Fill(array, float.NaN);
        return arrays;
    }

    private static float[][] Join(float[][] early, float[][] late) =>
        [.. early.Zip(late, (before, after) => (float[])[.. before, .. after])];

    private static double[][] Widen(float[][] arrays) =>
        [.. arrays.Select(array => array.Select(value => (double)value).ToArray())];

    private static Plane[] Planes(float[][] arrays, int stride) =>
        [.. arrays.Select(array => new Plane(array, stride))];

    private static Memory<float>[] Rows(float[][] arrays) => [.. arrays.Select(array => array.AsMemory())];

    private static ReadOnlyMemory<float>[] Parameters(Trial trial, int offset, int width) =>
        [.. trial.Parameters.Select(values => values.Length == 1 && trial.Neurons > 1
            ? (ReadOnlyMemory<float>)values
            : values.AsMemory(offset, width))];

    /// <summary>What goes on from the tile of later time steps to that of earlier ones, [N] each.</summary>
    protected sealed record Sums(float[][] States, float[][] Parameters, float[][] Hoisted);
}
