using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// The network of <see cref="RecurrentNetwork"/> in TorchSharp: the input's product for all steps at once, then a loop over time
/// under autograd, then the mean of the readout as a weighted sum.
/// </summary>
internal sealed class TorchRecurrent(RecurrentNetwork ours)
    : TorchClassifier(ours.Network, ours.Input, RecurrentNetwork.Labels, RecurrentNetwork.LearningRate)
{
    private const float Alpha = 0.8f, Beta = 0.9f, Threshold = 1f;

    protected override Tensor Forward()
    {
        const int batch = RecurrentNetwork.Batch, hidden = RecurrentNetwork.Hidden, classes = RecurrentNetwork.Classes;
        Tensor turned = Parameters[2].t();
        Tensor current = zeros(batch, hidden), v = zeros(batch, hidden), spike = zeros(batch, hidden);
        var spikes = new List<Tensor>(RecurrentNetwork.Steps);
        foreach (Tensor drive in Layer(0, Input).unbind())
        {
            current = current * Alpha + addmm(drive, spike, turned, beta: 1, alpha: 1);
            Tensor u = v * Beta + current;
            spike = SpikeFunction.apply(u - Threshold);
            v = u - spike.detach() * Threshold;
            spikes.Add(spike);
        }

        Tensor currents = Layer(3, stack(spikes)).view(RecurrentNetwork.Steps, batch * classes);
        return MeanResponse.matmul(currents).view(batch, classes);
    }
}
