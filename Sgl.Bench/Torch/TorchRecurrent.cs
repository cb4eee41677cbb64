using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// The network of <see cref="RecurrentNetwork"/> in TorchSharp, with copies of its input and parameters: the input's product for
/// all steps at once, then a loop over time under autograd, then the mean of the readout as a weighted sum.
/// </summary>
internal sealed class TorchRecurrent
{
    private const float Alpha = 0.8f, Beta = 0.9f, Threshold = 1f;
    private const float ReadoutBeta = 0.9f;

    private readonly Tensor _input;
    private readonly Tensor _labels = tensor(RecurrentNetwork.Labels, int64);
    private readonly Tensor _meanResponse;
    private readonly TorchSharp.Modules.Parameter[] _parameters;
    private readonly TorchSharp.Modules.Adam _adam;

    public TorchRecurrent(RecurrentNetwork ours)
    {
        const int steps = RecurrentNetwork.Steps;
        _input = Tensors.Of(ours.Input);
        _meanResponse = tensor(
            [.. Enumerable.Range(0, steps).Select(t => (1 - MathF.Pow(ReadoutBeta, steps - t)) / (1 - ReadoutBeta) / steps)]);
        _parameters = [.. ours.Network.Parameters.Select(own => new TorchSharp.Modules.Parameter(Tensors.Of(own)))];
        _adam = optim.Adam(_parameters, lr: RecurrentNetwork.LearningRate);
    }

    /// <summary>dL/d(parameter) of the last step of training, in the order of the network's parameters.</summary>
    public IEnumerable<Tensor> Gradients => _parameters.Select(parameter => parameter.grad!);

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep()
    {
        using DisposeScope scope = NewDisposeScope();
        _adam.zero_grad();
        Tensor loss = nn.functional.cross_entropy(Forward(), _labels);
        loss.backward();
        _adam.step();
        return loss.item<float>();
    }

    private Tensor Forward()
    {
        const int batch = RecurrentNetwork.Batch, hidden = RecurrentNetwork.Hidden, classes = RecurrentNetwork.Classes;
        Tensor turned = _parameters[2].t();
        Tensor current = zeros(batch, hidden), v = zeros(batch, hidden), spike = zeros(batch, hidden);
        var spikes = new List<Tensor>(RecurrentNetwork.Steps);
        foreach (Tensor drive in nn.functional.linear(_input, _parameters[0], _parameters[1]).unbind())
        {
            current = current * Alpha + addmm(drive, spike, turned, beta: 1, alpha: 1);
            Tensor u = v * Beta + current;
            spike = SpikeFunction.apply(u - Threshold);
            v = u - spike.detach() * Threshold;
            spikes.Add(spike);
        }

        Tensor currents = nn.functional.linear(stack(spikes), _parameters[3], _parameters[4]);
        return _meanResponse.matmul(currents.view(RecurrentNetwork.Steps, batch * classes)).view(batch, classes);
    }
}
