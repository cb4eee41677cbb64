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

    private readonly NeuronTiles<TNeuron> _tiles = new(startsFromBefore: true);
    private readonly Shape _shape;
    private readonly bool _hasTape;

    /// <summary>Describes a pass.</summary>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="shape">The neurons of a sample: their number F, or (channels, length) and (channels, height, width).</param>
    /// <param name="inputs">The inputs, [T, B·F] each; backward needs them where it reads them
    /// (<see cref="NeuronInfo.BackwardReadsInputs"/>), and takes empty planes elsewhere.</param>
    /// <param name="parameters">
    /// The parameters: [F] where each neuron has its own, [C] where each channel has, else [1]; they are copied.
    /// </param>
    /// <param name="initialStates">The states before the first step, [B·F] each.</param>
    /// <param name="tape">What forward writes for backward, [T, B·F] for each of <see cref="NeuronInfo.Tape"/>; empty
    /// where no backward pass will follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// A list or one of its arrays has another length, there are more neurons than one array can have, or the shape is none.
    /// </exception>
    public NeuronPass(
        int steps,
        int batch,
        Shape shape,
        ImmutableArray<Plane> inputs,
        ImmutableArray<ReadOnlyMemory<float>> parameters,
        ImmutableArray<ReadOnlyMemory<float>> initialStates,
        ImmutableArray<Plane> tape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        if (shape.Rank == 0) throw new ArgumentException("default(Shape) is no shape.", nameof(shape));
        (_shape, Steps, Features) = (shape, steps, shape.Features);
        Neurons = Sizes.Product(Info.Name, "a time step", batch, Features);
        RequirePlanes(inputs, Info.Inputs.Length, mayBeEmpty: !Info.BackwardReadsInputs, nameof(inputs));
        if (!tape.IsEmpty) RequirePlanes(tape, Info.Tape.Length, mayBeEmpty: false, nameof(tape));
        RequireCount(initialStates.Length, Info.States.Length, nameof(initialStates));
        foreach (ReadOnlyMemory<float> state in initialStates) RequireLength(state.Length, Neurons, nameof(initialStates));
        RequireCount(parameters.Length, Info.Parameters.Length, nameof(parameters));
        inputs.CopyTo(_tiles.Inputs);
        tape.CopyTo(_tiles.Tape);
        initialStates.CopyTo(_tiles.Before);
        _hasTape = !tape.IsEmpty;
        _tiles.Parameters = new TileParameters(Info, shape, Math.Min(ForwardTile.MaxWidth, Neurons), Info.Name);
        for (int i = 0; i < parameters.Length; i++)
        {
            RequireLength(parameters[i].Length, LengthOf(Info.Parameters[i]), $"parameter {Info.Parameters[i].Name}");
            _tiles.Parameters.Set(i, parameters[i].Span);
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
        RequirePlanes([.. _tiles.Inputs], Info.Inputs.Length, mayBeEmpty: false, "inputs");
        RequirePlanes(outputs, Info.Outputs.Length, mayBeEmpty: false, nameof(outputs));
        RequireCount(states.Length, Info.States.Length, nameof(states));
        foreach (Memory<float> state in states) RequireLength(state.Length, Neurons, nameof(states));
        outputs.CopyTo(_tiles.Outputs);
        states.CopyTo(_tiles.States);
        _tiles.Forward(Steps, Neurons, _hasTape, workers);
    }

    /// <summary>Runs backward through time; what follows the last step does not depend on its states.</summary>
    /// <param name="outputGradients">dL/d(output), [T, B·F] each; an empty plane is a gradient of zero.</param>
    /// <param name="inputGradients">Receive dL/d(input), [T, B·F] each; one with a stride of 0 is overwritten at each step,
    /// for who does not want it.</param>
    /// <param name="parameterGradients">Receive dL/d(parameter), as many values as the parameters have; empty where it is fixed
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
        RequirePlanes(_hasTape ? [.. _tiles.Tape] : [], Info.Tape.Length, mayBeEmpty: false, "tape");
        RequirePlanes(outputGradients, Info.Outputs.Length, mayBeEmpty: true, nameof(outputGradients));
        RequirePlanes(inputGradients, Info.Inputs.Length, mayBeEmpty: false, nameof(inputGradients));
        RequireCount(parameterGradients.Length, Info.Parameters.Length, nameof(parameterGradients));
        outputGradients.CopyTo(_tiles.OutputGradients);
        inputGradients.CopyTo(_tiles.InputGradients);
        Clear(_tiles.StateGradients);
        Clear(_tiles.HoistedGradients);
        for (int i = 0; i < Info.Parameters.Length; i++)
            if (Info.Parameters[i].Learnable) _tiles.ParameterGradients[i] = new float[Neurons];
        _tiles.Backward(Steps, Neurons, isContinued: false, workers);
        for (int i = 0; i < Info.Parameters.Length; i++)
        {
            if (!Info.Parameters[i].Learnable || parameterGradients[i].IsEmpty) continue;
            RequireLength(parameterGradients[i].Length, LengthOf(Info.Parameters[i]), $"gradient of {Info.Parameters[i].Name}");
            ChannelMap map = Info.Parameters[i].MapOn(_shape);
            var ofNeurons = new float[map.Positions > 1 ? Features : 0];
            LearnedParameter.Sum(Info.Parameters[i], map, _tiles.ParameterGradients[i], parameterGradients[i], ofNeurons, workers);
        }
    }

    private void Clear(Memory<float>[] rows)
    {
        for (int i = 0; i < rows.Length; i++) rows[i] = new float[Neurons];
    }

    private int LengthOf(ParameterInfo info) => info.MapOn(_shape).Channels;

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
