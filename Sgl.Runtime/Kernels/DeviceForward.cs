using System.ComponentModel;
using ILGPU;

namespace Sgl;

/// <summary>
/// The arguments of a forward kernel on a device, for N threads. Every list is in the order of the model's
/// <see cref="NeuronInfo"/>; what a model has none of, or what is left out, may be any view.
/// </summary>
/// <remarks>A neuron is one of F features of one sample: number b·F + f, as in <see cref="ForwardTile"/>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DeviceForward
{
    /// <summary>Number of time steps T, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>Number of features F, of which N is a multiple.</summary>
    public required int Features { get; init; }

    /// <summary>The inputs; read. All of them are there.</summary>
    public DevicePlanes Inputs { get; init; }

    /// <summary>The parameters that all neurons share, one value each; read.</summary>
    public ArrayView<float> SharedParameters { get; init; }

    /// <summary>The other parameters, [F] each; read.</summary>
    public DeviceRows NeuronParameters { get; init; }

    /// <summary>The states, [N] each; before the first step on entry, after the last step on return.</summary>
    public DeviceRows States { get; init; }

    /// <summary>The outputs that are wanted; written.</summary>
    public DevicePlanes Outputs { get; init; }

    /// <summary>The outputs that are spikes and wanted as bits, beside or instead of floats; written.</summary>
    public DeviceBitPlanes OutputBits { get; init; }

    /// <summary>The tape; written. All of it is there, or nothing where no backward pass will follow.</summary>
    public DevicePlanes Tape { get; init; }

    /// <summary>Writes an output that is a spike, as a float and as a bit, as far as either is wanted.</summary>
    /// <param name="output">Which output.</param>
    /// <param name="t">The time step.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="spike">0 or 1.</param>
    /// <param name="word">The bits since the last word that was written.</param>
    public void StoreSpike(int output, int t, int neuron, float spike, ref uint word)
    {
        Outputs.Store(output, t, neuron, spike);
        OutputBits.Store(output, t, neuron, spike > 0f, t == Steps - 1, ref word);
    }
}
