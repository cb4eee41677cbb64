using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// Training of a network in TorchSharp, with copies of the input and the parameters of ours: Adam on the cross-entropy of the mean
/// membrane potentials of the last layer, which has a decay of 0.9 and no spikes.
/// </summary>
internal abstract class TorchClassifier
{
    private const float Decay = 0.9f;

    private readonly Tensor _labels;
    private readonly TorchSharp.Modules.Adam _adam;

    /// <param name="network">What to copy.</param>
    /// <param name="input">Its input.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="learningRate">Of Adam.</param>
    protected TorchClassifier(Network network, Signal input, int[] labels, float learningRate)
    {
        Input = Tensors.Of(input);
        _labels = tensor(labels, int64);
        Parameters = [.. network.Parameters.Select(ours => new TorchSharp.Modules.Parameter(Tensors.Of(ours)))];
        _adam = optim.Adam(Parameters, lr: learningRate);
        MeanResponse = tensor(
            [.. Enumerable.Range(0, input.Steps).Select(t => (1 - MathF.Pow(Decay, input.Steps - t)) / (1 - Decay) / input.Steps)]);
    }

    /// <summary>dL/d(parameter) of the last step of training, in the order of the network's parameters.</summary>
    public IEnumerable<Tensor> Gradients => Parameters.Select(parameter => parameter.grad!);

    protected Tensor Input { get; }

    protected TorchSharp.Modules.Parameter[] Parameters { get; }

    /// <summary>How much the current of each step adds to the mean membrane potential of the last layer, [T].</summary>
    protected Tensor MeanResponse { get; }

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

    /// <summary>The mean membrane potentials, [B, C].</summary>
    protected abstract Tensor Forward();

    /// <summary>What a dense layer makes of its input.</summary>
    /// <param name="weight">The place of its weights among the parameters; its bias is behind them.</param>
    /// <param name="input">The input.</param>
    protected Tensor Layer(int weight, Tensor input) => nn.functional.linear(input, Parameters[weight], Parameters[weight + 1]);
}
