using System.ComponentModel;

namespace Sgl;

/// <summary>
/// A neuron model with its generated kernels. Sgl.Generators implements it on every class marked with
/// <see cref="SurrogateAttribute"/>; nobody implements it by hand.
/// </summary>
/// <remarks>
/// The members are static and abstract, so a layer that is generic over its neuron is compiled for that neuron:
/// no reflection, no virtual call inside a kernel, nothing for a trimmer to lose.
/// </remarks>
/// <typeparam name="TSelf">The model itself.</typeparam>
public interface INeuron<TSelf>
    where TSelf : INeuron<TSelf>
{
    /// <summary>Names and counts of the model's inputs, outputs, states, parameters and tape slots.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract NeuronInfo Info { get; }

    /// <summary>Copies the parameters of one neuron object, in the order of <see cref="NeuronInfo.Parameters"/>.</summary>
    /// <param name="neuron">The object to read.</param>
    /// <param name="values">Receives one value per parameter.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void ReadParameters(TSelf neuron, Span<float> values);

    /// <summary>Copies the states of one neuron object, in the order of <see cref="NeuronInfo.States"/>.</summary>
    /// <param name="neuron">The object to read; a new one holds the states before the first step.</param>
    /// <param name="values">Receives one value per state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void ReadStates(TSelf neuron, Span<float> values);

    /// <summary>Runs a tile forward through time: outputs, final states and, where asked, the tape.</summary>
    /// <param name="tile">What to read and where to write.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Forward(in ForwardTile tile);

    /// <summary>Runs a tile backward through time: gradients of inputs, initial states and parameters.</summary>
    /// <param name="tile">What to read and where to write.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Backward(in BackwardTile tile);

    /// <summary>
    /// The kernels for ILGPU's accelerators; null where the model has none, because its project or one of its functions
    /// says so. Nothing of ILGPU is loaded, or kept by a trimmer, unless somebody asks for them.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static virtual DeviceKernels? Device => null;
}
