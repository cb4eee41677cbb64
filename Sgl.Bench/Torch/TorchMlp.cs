using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>The network of <see cref="Mlp"/> in TorchSharp.</summary>
/// <param name="ours">What to copy.</param>
/// <param name="forward">Computes the mean membrane potentials, [B, C].</param>
internal sealed class TorchMlp(Mlp ours, Func<TorchMlp, Tensor> forward)
    : TorchClassifier(ours.Network, ours.Input, Mlp.Labels, Mlp.LearningRate)
{
    private const float Beta = 0.9f; // of the readout

    /// <summary>
    /// As tutorials of snnTorch have it: at each step the layers in turn, an autograd operation each, with the input
    /// multiplied anew.
    /// </summary>
    public static Tensor StepByStep(TorchMlp mlp)
    {
        Tensor v = zeros(Mlp.Batch, Mlp.Hidden);
        Tensor membrane = zeros(Mlp.Batch, Mlp.Classes);
        var membranes = new List<Tensor>(Mlp.Steps);
        foreach (Tensor now in SequenceLif.Steps(mlp.Input, Mlp.Steps))
        {
            (Tensor spike, v) = LoopLif.Step(v, mlp.Layer(0, now));
            membrane = membrane * Beta + mlp.Layer(2, spike);
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
        Tensor spikes = neuron(mlp.Layer(0, mlp.Input), Mlp.Steps);
        Tensor currents = mlp.Layer(2, spikes).view(Mlp.Steps, Mlp.Batch * Mlp.Classes);
        return mlp.MeanResponse.matmul(currents).view(Mlp.Batch, Mlp.Classes);
    };

    protected override Tensor Forward() => forward(this);
}
