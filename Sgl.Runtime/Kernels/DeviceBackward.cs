using System.ComponentModel;
using ILGPU;

namespace Sgl;

/// <summary>
/// The arguments of a backward kernel on a device: the same time steps and neurons as the <see cref="DeviceForward"/>
/// before it. Every list is in the order of the model's <see cref="NeuronInfo"/>; what a model has none of, or what is
/// left out, may be any view.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DeviceBackward
{
    /// <summary>Number of time steps T, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>Number of features F, of which N is a multiple.</summary>
    public required int Features { get; init; }

    /// <summary>dL/d(output); read. One that is left out is 0.</summary>
    public DevicePlanes OutputGradients { get; init; }

    /// <summary>The inputs of the forward pass; read. May be anything unless <see cref="NeuronInfo.BackwardReadsInputs"/>.</summary>
    public DevicePlanes Inputs { get; init; }

    /// <summary>
    /// The tape that forward wrote; read. Where it saved none, room for <see cref="NeuronInfo.ScratchPerStep"/> planes,
    /// whatever they hold; written and read.
    /// </summary>
    public DevicePlanes Tape { get; init; }

    /// <summary>The states before the first step, [N] each; read.</summary>
    public DeviceRows InitialStates { get; init; }

    /// <summary>As in <see cref="DeviceForward.SharedParameters"/>; read.</summary>
    public ArrayView<float> SharedParameters { get; init; }

    /// <summary>As in <see cref="DeviceForward.NeuronParameters"/>; read.</summary>
    public DeviceRows NeuronParameters { get; init; }

    /// <summary>
    /// dL/d(state), [N] each; of the states after the last step on entry, of those before the first on return. That of
    /// a state that no input and no learnable parameter reaches is left alone.
    /// </summary>
    public DeviceRows StateGradients { get; init; }

    /// <summary>dL/d(input), as far as it is wanted; written.</summary>
    public DevicePlanes InputGradients { get; init; }

    /// <summary>
    /// dL/d(parameter) of each neuron on its own, [N] for each learnable parameter, shared ones too; added to. The caller
    /// sums them.
    /// </summary>
    public DeviceRows ParameterGradients { get; init; }

    /// <summary>
    /// dL/d(value) of what does not change with time, [N] for each of <see cref="NeuronInfo.HoistedGradients"/>; added
    /// to, and from there to the gradients of parameters. 0 where these are the last time steps.
    /// </summary>
    public DeviceRows HoistedGradients { get; init; }

    /// <summary>
    /// 1 where the time steps before these will follow, else 0: <see cref="HoistedGradients"/> are not yet added to those
    /// of parameters. A number, because a kernel takes no truth value.
    /// </summary>
    public int IsContinued { get; init; }
}
