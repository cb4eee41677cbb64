using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>The network of <see cref="Mlp"/> in TorchSharp, with copies of its input and parameters.</summary>
internal sealed class TorchMlp
{
    private const float Beta = 0.9f; // of the readout

    // How much the current of each step adds to the mean membrane potential of the readout, [T].
    private static readonly Tensor MeanResponse = tensor(
        [.. Enumerable.Range(0, Mlp.Steps).Select(t => (1 - MathF.Pow(Beta, Mlp.Steps - t)) / (1 - Beta) / Mlp.Steps)])
        .DetachFromDisposeScope();

    private readonly Func<TorchMlp, Tensor> _forward;
    private readonly Tensor _input;
    private readonly Tensor _labels;
    private readonly TorchSharp.Modules.Parameter[] _parameters;
    private readonly TorchSharp.Modules.Adam _adam;

    /// <summary>Copies the network.</summary>
    /// <param name="mlp">What to copy.</param>
    /// <param name="forward">Computes the mean membrane potentials, [B, C].</param>
    public TorchMlp(Mlp mlp, Func<TorchMlp, Tensor> forward)
    {
        _forward = forward;
        _input = Tensors.Of(mlp.Input);
        _labels = tensor(Mlp.Labels, int64);
        _parameters = [.. mlp.Network.Parameters.Select(ours => new TorchSharp.Modules.Parameter(Tensors.Of(ours)))];
        _adam = optim.Adam(_parameters, lr: Mlp.LearningRate);
    }

    /// <summary>dL/d(parameter) of the last step of training, in the order of the network's parameters.</summary>
    public IEnumerable<Tensor> Gradients => _parameters.Select(parameter => parameter.grad!);

    /// <summary>
    /// As tutorials of snnTorch have it: at each step the layers in turn, an autograd operation each, with the input
    /// multiplied anew.
    /// </summary>
    public static Tensor StepByStep(TorchMlp mlp)
    {
        Tensor v = zeros(Mlp.Batch, Mlp.Hidden);
        Tensor membrane = zeros(Mlp.Batch, Mlp.Classes);
        var membranes = new List<Tensor>(Mlp.Steps);
        foreach (Tensor now in SequenceLif.Steps(mlp._input, Mlp.Steps))
        {
            (Tensor spike, v) = LoopLif.Step(v, mlp.Layer(0, now));
            membrane = membrane * Beta + mlp.Layer(1, spike);
            membranes.Add(membrane);
        }

        return stack(membranes).mean([0]);
    }

    /// <summary>
    /// Each layer for all steps at once: one product per layer, for a constant input that of a single step; and the
    /// mean of the readout, which is linear, as a weighted sum of its currents.
    /// </summary>
    /// <param name="neuron">The form of the hidden neurons.</param>
    public static Func<TorchMlp, Tensor> LayerByLayer(Func<Tensor, int, Tensor> neuron) => mlp =>
    {
        Tensor spikes = neuron(mlp.Layer(0, mlp._input), Mlp.Steps);
        Tensor currents = mlp.Layer(1, spikes).view(Mlp.Steps, Mlp.Batch * Mlp.Classes);
        return MeanResponse.matmul(currents).view(Mlp.Batch, Mlp.Classes);
    };

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep()
    {
        using DisposeScope scope = NewDisposeScope();
        _adam.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_forward(this), _labels);
        loss.backward();
        _adam.step();
        return loss.item<float>();
    }

    private Tensor Layer(int index, Tensor input) =>
        nn.functional.linear(input, _parameters[2 * index], _parameters[2 * index + 1]);
}
