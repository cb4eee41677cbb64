using ILGPU;

namespace Sgl;

/// <summary>
/// The kernels of a model for ILGPU's accelerators: one thread per neuron, which runs through all time steps. They share
/// nothing and wait for nobody, so any grouping will do.
/// </summary>
/// <param name="Forward">From inputs to outputs, states and, where asked, the tape.</param>
/// <param name="Backward">From gradients of outputs to those of inputs, states and parameters.</param>
public sealed record DeviceKernels(Action<Index1D, DeviceForward> Forward, Action<Index1D, DeviceBackward> Backward);
