using System.Collections.Immutable;

namespace Sgl;

/// <summary>
/// The kernels of a model over arrays that belong to somebody else, such as another framework's tensors: all time steps
/// of B·F neurons, where every sample has the same F.
/// </summary>
/// <remarks>
/// It cuts the neurons into tiles, gives each tile its parameters and sums the gradients of parameters over samples in
/// one fixed order, so the bits do not depend on the number of threads. Every list is in the order of the model's
/// <see cref="NeuronInfo"/>. The arrays must live as long as the pass.
/// </remarks>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
public sealed class NeuronPass<TNeuron>
    where TNeuron : INeuron<TNeuron>
{
    private static readonly NeuronInfo Info = TNeuron.Info;

    // Of each parameter its shared value, or those of neurons 0, 1, … F − 1, 0, 1, …, long enough that any tile's values
    // are one slice.
    private readonly float[][] _values;

    private readonly ImmutableArray<Plane> _inputs;
    private readonly ImmutableArray<Plane> _tape;
    private readonly ImmutableArray<ReadOnlyMemory<float>> _initialStates;

    /// <summary>Describes a pass.</summary>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="features">F, the neurons of a sample, at least 1.</param>
    /// <param name="inputs">The inputs, [T, B·F] each; backward needs them where it reads them
    /// (<see cref="NeuronInfo.BackwardReadsInputs"/>), and takes empty planes elsewhere.</param>
    /// <param name="parameters">The parameters: [F] where each neuron has its own, else [1]; they are copied.</param>
    /// <param name="initialStates">The states before the first step, [B·F] each.</param>
    /// <param name="tape">What forward writes for backward, [T, B·F] for each of <see cref="NeuronInfo.Tape"/>; empty
    /// where no backward pass will follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// A list or one of its arrays has another length, or there are more neurons than one array can have.
    /// </exception>
    public NeuronPass(
        int steps,
        int batch,
        int features,
        ImmutableArray<Plane> inputs,
        ImmutableArray<ReadOnlyMemory<float>> parameters,
        ImmutableArray<ReadOnlyMemory<float>> initialStates,
        ImmutableArray<Plane> tape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (Steps, Features, Neurons) = (steps, features, Sizes.Product(Info.Name, "a time step", batch, features));
        RequirePlanes(inputs, Info.Inputs.Length, mayBeEmpty: !Info.BackwardReadsInputs, nameof(inputs));
        if (!tape.IsEmpty) RequirePlanes(tape, Info.Tape.Length, mayBeEmpty: false, nameof(tape));
        RequireCount(initialStates.Length, Info.States.Length, nameof(initialStates));
        foreach (ReadOnlyMemory<float> state in initialStates) RequireLength(state.Length, Neurons, nameof(initialStates));
        RequireCount(parameters.Length, Info.Parameters.Length, nameof(parameters));
        (_inputs, _tape, _initialStates) = (inputs, tape, initialStates);
        _values = new float[parameters.Length][];
        for (int i = 0; i < _values.Length; i++)
        {
            RequireLength(parameters[i].Length, LengthOf(Info.Parameters[i]), $"parameter {Info.Parameters[i].Name}");
            _values[i] = Info.Parameters[i].PerNeuron
                ? Repeated(parameters[i].Span, features + Math.Min(ForwardTile.MaxWidth, Neurons))
                : parameters[i].ToArray();
        }
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>F, the neurons of a sample.</summary>
    public int Features { get; }

    /// <summary>B·F.</summary>
    public int Neurons { get; }

    /// <summary>Runs forward through time.</summary>
    /// <param name="outputs">Receive the outputs, [T, B·F] each.</param>
    /// <param name="states">Receive the states after the last step, [B·F] each.</param>
    /// <param name="workers">The threads.</param>
    /// <exception cref="ArgumentException">A list or one of its arrays has another length.</exception>
    public void Forward(ImmutableArray<Plane> outputs, ImmutableArray<Memory<float>> states, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        RequirePlanes(_inputs, Info.Inputs.Length, mayBeEmpty: false, "inputs");
        RequirePlanes(outputs, Info.Outputs.Length, mayBeEmpty: false, nameof(outputs));
        RequireCount(states.Length, Info.States.Length, nameof(states));
        for (int i = 0; i < states.Length; i++)
        {
            RequireLength(states[i].Length, Neurons, nameof(states));
            _initialStates[i].CopyTo(states[i]);
        }

        workers.RunBlocks(Neurons, ForwardTile.MaxWidth, (offset, width) => TNeuron.Forward(new ForwardTile
        {
            Steps = Steps,
            Width = width,
            Offset = offset,
            Inputs = _inputs.AsSpan(),
            Parameters = ParametersOf(offset, width),
            States = states.AsSpan(),
            Outputs = outputs.AsSpan(),
            Tape = _tape.AsSpan(),
        }));
    }

    /// <summary>Runs backward through time; what follows the last step does not depend on its states.</summary>
    /// <param name="outputGradients">dL/d(output), [T, B·F] each; an empty plane is a gradient of zero.</param>
    /// <param name="inputGradients">Receive dL/d(input), [T, B·F] each; one with a stride of 0 is overwritten at each step,
    /// for who does not want it.</param>
    /// <param name="parameterGradients">Receive dL/d(parameter), [F] or [1] as the parameters are; empty where it is fixed
    /// or not wanted.</param>
    /// <param name="workers">The threads.</param>
    /// <exception cref="ArgumentException">A list or one of its arrays has another length.</exception>
    public void Backward(
        ImmutableArray<Plane> outputGradients,
        ImmutableArray<Plane> inputGradients,
        ImmutableArray<Memory<float>> parameterGradients,
        Workers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        RequirePlanes(_tape, Info.Tape.Length, mayBeEmpty: false, "tape");
        RequirePlanes(outputGradients, Info.Outputs.Length, mayBeEmpty: true, nameof(outputGradients));
        RequirePlanes(inputGradients, Info.Inputs.Length, mayBeEmpty: false, nameof(inputGradients));
        RequireCount(parameterGradients.Length, Info.Parameters.Length, nameof(parameterGradients));
        Memory<float>[] ofNeurons =
            [.. Info.Parameters.Select(info => info.Learnable ? new float[Neurons] : Memory<float>.Empty)];
        Memory<float>[] ofStates = Zeros(Info.States.Length), ofHoisted = Zeros(Info.HoistedGradients);

        workers.RunBlocks(Neurons, BackwardTile.WidthFor(Steps, Info.ScratchPerStep), (offset, width) =>
            TNeuron.Backward(new BackwardTile
            {
                Steps = Steps,
                Width = width,
                Offset = offset,
                OutputGradients = outputGradients.AsSpan(),
                Inputs = _inputs.AsSpan(),
                Tape = _tape.AsSpan(),
                InitialStates = _initialStates.AsSpan(),
                Parameters = ParametersOf(offset, width),
                StateGradients = ofStates,
                InputGradients = inputGradients.AsSpan(),
                ParameterGradients = ofNeurons,
                HoistedGradients = ofHoisted,
                Scratch = new float[BackwardTile.ScratchLength(Steps, width, Info.ScratchPerStep)],
            }));

        for (int i = 0; i < ofNeurons.Length; i++)
            if (Info.Parameters[i].Learnable && !parameterGradients[i].IsEmpty)
                Sum(ofNeurons[i], parameterGradients[i], Info.Parameters[i], workers);
    }

    private void Sum(Memory<float> ofNeurons, Memory<float> gradient, ParameterInfo info, Workers workers)
    {
        RequireLength(gradient.Length, LengthOf(info), $"gradient of {info.Name}");
        gradient.Span.Clear();
        if (info.PerNeuron) Rows.AddTo(gradient, ofNeurons, workers);
        else gradient.Span[0] = (float)Lanes.Sum(ofNeurons.Span);
    }

    private ReadOnlyMemory<float>[] ParametersOf(int offset, int width)
    {
        var parameters = new ReadOnlyMemory<float>[_values.Length];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = Info.Parameters[i].PerNeuron ? _values[i].AsMemory(offset % Features, width) : _values[i];
        return parameters;
    }

    private int LengthOf(ParameterInfo info) => info.PerNeuron ? Features : 1;

    private Memory<float>[] Zeros(int count) => [.. Enumerable.Range(0, count).Select(_ => new float[Neurons])];

    private static float[] Repeated(ReadOnlySpan<float> values, int length)
    {
        var repeated = new float[length];
        Rows.Repeat(values, repeated);
        return repeated;
    }

    private void RequirePlanes(ImmutableArray<Plane> planes, int count, bool mayBeEmpty, string name)
    {
        RequireCount(planes.Length, count, name);
        foreach (Plane plane in planes)
        {
            if (mayBeEmpty && plane.Data.IsEmpty) continue;
            long expected = (Steps - 1L) * plane.Stride + Neurons;
            if (plane.Stride is not 0 && plane.Stride < Neurons)
                throw new ArgumentException($"A plane of {name} has a stride of {plane.Stride}; 0, or {Neurons} and more are expected.");
            if (plane.Data.Length < expected)
                throw new ArgumentException($"A plane of {name} has {plane.Data.Length} values; {expected} are expected.");
        }
    }

    private static void RequireCount(int actual, int expected, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"There are {actual} {name}; {Info.Name} has {expected}.", name);
    }

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"The length of {name} is {actual}; {expected} is expected.", name);
    }
}
