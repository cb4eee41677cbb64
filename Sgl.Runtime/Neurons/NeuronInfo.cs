using System.Collections.Immutable;

namespace Sgl;

/// <summary>
/// What the compiler knows of a model: what a runtime needs to allocate buffers and call kernels, what a time step of one
/// neuron costs, and its equations. <see cref="ToString"/> gives all of it to read.
/// </summary>
/// <param name="Name">The class name.</param>
/// <param name="Inputs">Names of <c>Step</c>'s arguments, in order.</param>
/// <param name="Outputs">What <c>Step</c> returns, in order.</param>
/// <param name="States">The states, in order of declaration.</param>
/// <param name="Parameters">The parameters, in order of declaration.</param>
/// <param name="Tape">Names of the values that forward saves for backward, one float per neuron-step each; none where
/// backward computes them again.</param>
/// <param name="ForwardBytes">Bytes that the forward kernel reads and writes per neuron-step: a float for each input, output
/// and value of the tape. States and parameters stay in caches and are not counted.</param>
/// <param name="BackwardBytes">Bytes that the backward kernel reads and writes per neuron-step: a float for each output's
/// gradient, value of the tape, input that it reads again, and input's gradient.</param>
public sealed record NeuronInfo(
    string Name,
    ImmutableArray<string> Inputs,
    ImmutableArray<OutputInfo> Outputs,
    ImmutableArray<string> States,
    ImmutableArray<ParameterInfo> Parameters,
    ImmutableArray<string> Tape,
    int ForwardBytes,
    int BackwardBytes)
{
    /// <summary>Whether the backward kernel reads the inputs of the forward pass, which must be kept for it.</summary>
    public bool BackwardReadsInputs { get; init; }

    /// <summary>Floats of scratch per neuron-step of a tile that the backward kernel needs.</summary>
    public int ScratchPerStep { get; init; }

    /// <summary>
    /// Values that change not with time but with learnable parameters, of which the backward kernel sums a gradient over
    /// time each.
    /// </summary>
    public int HoistedGradients { get; init; }

    /// <summary>Bytes of tape that forward saves per neuron-step.</summary>
    public int TapeBytes => sizeof(float) * Tape.Length;

    /// <summary><see cref="ForwardBytes"/> where outputs that are spikes leave the kernel as bits, an eighth of a byte each.</summary>
    public double ForwardBytesWithBits => ForwardBytes - Outputs.Count(output => output.IsSpike) * (sizeof(float) - 1.0 / 8);

    /// <summary>
    /// Operations of the forward kernel per neuron-step. An addition, a product, a comparison, a choice between two values
    /// count one each, also within functions such as <see cref="SpikeMath.Exp"/>; what is computed once for all time steps
    /// does not count.
    /// </summary>
    public int ForwardOperations { get; init; }

    /// <summary>
    /// Operations of the backward kernel per neuron-step, counted as <see cref="ForwardOperations"/>: those of the gradients
    /// and of their sums over time, and those of the step that it computes again.
    /// </summary>
    public int BackwardOperations { get; init; }

    /// <summary>
    /// What a time step computes, a line each, in the names of the model: H is the Heaviside step, ′ marks a state after
    /// the step.
    /// </summary>
    public ImmutableArray<string> Equations { get; init; } = [];

    /// <summary>
    /// What backward computes of a time step, a line each, after the derivatives S′ of the surrogates in use: dy is dL/dy, Σ
    /// sums over time.
    /// </summary>
    public ImmutableArray<string> Adjoint { get; init; } = [];

    /// <summary>
    /// How the gradients of parameters follow from those of values that do not change with time, a line each; computed once,
    /// after all time steps.
    /// </summary>
    public ImmutableArray<string> Epilogue { get; init; } = [];

    /// <summary>Which output has a name; the first one where there is none.</summary>
    /// <exception cref="ArgumentException">No output has it.</exception>
    internal int OutputOrFirst(string? output)
    {
        string[] outputs = [.. Outputs.Select(item => item.Name)];
        int index = output is null ? 0 : Array.IndexOf(outputs, output);
        return index >= 0
            ? index
            : throw new ArgumentException($"{Name} has no output '{output}'; it has {string.Join(", ", outputs)}.", nameof(output));
    }

    /// <summary>What the compiler knows of a model.</summary>
    /// <typeparam name="TNeuron">The model.</typeparam>
    public static NeuronInfo Of<TNeuron>()
        where TNeuron : INeuron<TNeuron> => TNeuron.Info;

    /// <summary>All of it as lines to read, in invariant culture.</summary>
    public override string ToString() => NeuronCard.Of(this);
}

/// <summary>One output of a model.</summary>
/// <param name="Name">Its name: the tuple element's, or that of the returned variable.</param>
/// <param name="IsSpike">Whether it is always 0 or 1.</param>
public sealed record OutputInfo(string Name, bool IsSpike);

/// <summary>One parameter of a model.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Learnable">Whether backward computes its gradient.</param>
/// <param name="PerNeuron">Whether each neuron has its own value.</param>
public sealed record ParameterInfo(string Name, bool Learnable, bool PerNeuron)
{
    /// <summary>Whether each channel has its own value; kernels are given that of each neuron.</summary>
    public bool PerChannel { get; init; }

    /// <summary>Whether all neurons have one value.</summary>
    public bool IsShared => !PerNeuron && !PerChannel;

    /// <summary>The least value that learning may give it.</summary>
    public float Min { get; init; } = float.NegativeInfinity;

    /// <summary>The largest value that learning may give it.</summary>
    public float Max { get; init; } = float.PositiveInfinity;

    /// <summary>How it is kept between its bounds.</summary>
    public Bound Bound { get; init; }

    /// <summary>Which neurons of a population have one value: all, those of a channel, or each its own.</summary>
    /// <param name="shape">The population.</param>
    internal ChannelMap MapOn(Shape shape) => IsShared ? new ChannelMap(1, shape.Features)
        : PerChannel ? ChannelMap.Of(shape)
        : new ChannelMap(shape.Features, 1);
}
