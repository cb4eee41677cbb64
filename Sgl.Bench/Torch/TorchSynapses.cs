using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>The layers of <see cref="Synapses"/> in TorchSharp, with copies of their input and parameters.</summary>
internal sealed class TorchSynapses
{
    private readonly Tensor _input;
    private readonly Tensor _spikeGradient;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public TorchSynapses(Synapses synapses)
    {
        _input = Tensors.Of(synapses.Input);
        _spikeGradient = Tensors.Of(synapses.SpikeGradient);
        _weight = Tensors.Of(synapses.Parameters[0]).requires_grad_();
        _bias = Tensors.Of(synapses.Parameters[1]).requires_grad_();
    }

    /// <summary>The currents of all time steps as one dense product.</summary>
    public static Tensor DenseProduct(TorchSynapses synapses) =>
        nn.functional.linear(synapses._input, synapses._weight, synapses._bias);

    /// <summary>
    /// The currents of all time steps as one product of the spikes' coordinates. A layer before would hand out its
    /// spikes as a dense tensor, so finding the coordinates is part of it; and the weights are turned first, because
    /// libtorch adds whole rows of them.
    /// </summary>
    public static Tensor SparseProduct(TorchSynapses synapses)
    {
        Tensor spikes = synapses._input.view(-1, Synapses.Features).to_sparse();
        Tensor currents = spikes.mm(synapses._weight.t().contiguous()).add_(synapses._bias);
        return currents.view(Synapses.Steps, Synapses.Batch, Synapses.Features);
    }

    /// <summary>Forward, and backward as far as the parameters.</summary>
    /// <param name="product">Computes the currents.</param>
    /// <param name="neuron">The form of the neurons.</param>
    public void Pass(Func<TorchSynapses, Tensor> product, Func<Tensor, int, Tensor> neuron)
    {
        using DisposeScope scope = NewDisposeScope();
        Compute(product, neuron);
    }

    /// <summary>The spikes, and the gradients of weight and bias.</summary>
    public (Tensor Spikes, IList<Tensor> Gradients) Compute(
        Func<TorchSynapses, Tensor> product, Func<Tensor, int, Tensor> neuron)
    {
        Tensor spikes = neuron(product(this), Synapses.Steps);
        return (spikes, autograd.grad([spikes], [_weight, _bias], [_spikeGradient]));
    }
}
