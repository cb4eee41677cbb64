using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// The kernels of a model for ILGPU's accelerators: one thread per neuron, which runs through all time steps. They share
/// nothing and wait for nobody, so any grouping will do.
/// </summary>
/// <param name="OnCuda">Those for CUDA, in which strict arithmetic is spelled out for its assembler.</param>
/// <param name="Elsewhere">Those for any other accelerator.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DeviceKernels(DeviceKernelPair OnCuda, DeviceKernelPair Elsewhere)
{
    /// <summary>The kernels for a kind of accelerator.</summary>
    /// <param name="type">The kind.</param>
    public DeviceKernelPair For(AcceleratorType type) => type == AcceleratorType.Cuda ? OnCuda : Elsewhere;
}

/// <summary>The two kernels of a model for one kind of accelerator.</summary>
/// <param name="Forward">From inputs to outputs, states and, where asked, the tape.</param>
/// <param name="Backward">From gradients of outputs to those of inputs, states and parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DeviceKernelPair(
    Action<Index1D, DeviceForward> Forward, Action<Index1D, DeviceBackward> Backward);
