namespace Sgl.Tests.Harness;

/// <summary>The generated kernels of a model, for tests that know the model only at run time.</summary>
internal interface IKernels
{
    NeuronInfo Info { get; }

    float[] DefaultParameters { get; }

    float[] DefaultStates { get; }

    (ForwardRun Run, float[][] Tape) Forward(Trial trial);

    ForwardRun ForwardWithoutTape(Trial trial);

    BackwardRun Backward(Trial trial, float[][] tape);
}

internal sealed class Kernels<TNeuron> : IKernels
    where TNeuron : INeuron<TNeuron>, new()
{
    public NeuronInfo Info => TNeuron.Info;

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
        return (Forward(trial, Planes(tape, trial.Neurons)), tape);
    }

    public ForwardRun ForwardWithoutTape(Trial trial) => Forward(trial, []);

    public BackwardRun Backward(Trial trial, float[][] tape)
    {
        float[][] stateGradients = [.. trial.FinalStateGradients.Select(gradient => (float[])gradient.Clone())];
        float[][] inputGradients = Unwritten(Info.Inputs.Length, trial.Steps * trial.Neurons);
        float[][] parameterGradients = New(Info.Parameters.Length, trial.Neurons);
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
                StateGradients = Rows(stateGradients),
                InputGradients = Planes(inputGradients, trial.Neurons),
                ParameterGradients = Rows(parameterGradients),
                Scratch = scratch,
            });
        return new BackwardRun(Widen(inputGradients), Widen(stateGradients), Widen(parameterGradients));
    }

    private ForwardRun Forward(Trial trial, Plane[] tape)
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
                Outputs = Planes(outputs, trial.Neurons),
                Tape = tape,
            });
        return new ForwardRun(outputs, states);
    }

    private static IEnumerable<(int Offset, int Width)> Tiles(int neurons)
    {
        for (int offset = 0; offset < neurons; offset += ForwardTile.MaxWidth)
            yield return (offset, Math.Min(ForwardTile.MaxWidth, neurons - offset));
    }

    private static float[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    /// <summary>Arrays that the kernel must fill: what it leaves out stays NaN.</summary>
    private static float[][] Unwritten(int count, int length)
    {
        float[][] arrays = New(count, length);
        foreach (float[] array in arrays) Array.Fill(array, float.NaN);
        return arrays;
    }

    private static double[][] Widen(float[][] arrays) =>
        [.. arrays.Select(array => array.Select(value => (double)value).ToArray())];

    private static Plane[] Planes(float[][] arrays, int stride) =>
        [.. arrays.Select(array => new Plane(array, stride))];

    private static Memory<float>[] Rows(float[][] arrays) => [.. arrays.Select(array => array.AsMemory())];

    private static ReadOnlyMemory<float>[] Parameters(Trial trial, int offset, int width) =>
        [.. trial.Parameters.Select(values => values.Length == 1 && trial.Neurons > 1
            ? (ReadOnlyMemory<float>)values
            : values.AsMemory(offset, width))];
}
