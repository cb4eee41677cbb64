using System.Collections.Immutable;

namespace Sgl;

/// <summary>What a runtime must know of a model to allocate its buffers and call its kernels.</summary>
/// <param name="Name">The class name.</param>
/// <param name="Inputs">Names of <c>Step</c>'s arguments, in order.</param>
/// <param name="Outputs">What <c>Step</c> returns, in order.</param>
/// <param name="States">The states, in order of declaration.</param>
/// <param name="Parameters">The parameters, in order of declaration.</param>
/// <param name="Tape">Names of the values that forward saves for backward, one float per neuron-step each; none where
/// backward computes them again.</param>
/// <param name="ForwardBytes">Bytes that the forward kernel moves per neuron-step, tape included.</param>
/// <param name="BackwardBytes">Bytes that the backward kernel moves per neuron-step.</param>
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
    /// <summary>The least value that learning may give it.</summary>
    public float Min { get; init; } = float.NegativeInfinity;

    /// <summary>The largest value that learning may give it.</summary>
    public float Max { get; init; } = float.PositiveInfinity;

    /// <summary>How it is kept between its bounds.</summary>
    public Bound Bound { get; init; }
}
