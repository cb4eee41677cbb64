using Mnist;
using Sgl;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpConv;

/// <summary>Trains the network with TorchSharp's optimizer and loss.</summary>
internal sealed class Training : IDisposable
{
    private const int BatchSize = 64;
    private const double InitialLearningRate = 4e-3;

    private readonly SpikingConvNet _network = new();
    private readonly optim.Optimizer _adam;
    private readonly Digits _train;
    private readonly int _epochs;
    private readonly int _seed;

    /// <param name="train">The digits to learn.</param>
    /// <param name="epochs">How often each is seen.</param>
    /// <param name="seed">Of the order in which they are seen; the network's weights are drawn by TorchSharp.</param>
    public Training(Digits train, int epochs, int seed)
    {
        (_train, _epochs, _seed) = (train, epochs, seed);
        _adam = optim.Adam(_network.parameters(), lr: InitialLearningRate);
    }

    /// <summary>The network.</summary>
    public SpikingConvNet Network => _network;

    /// <summary>Sees every training digit once.</summary>
    /// <param name="epoch">From 0.</param>
    /// <returns>The mean loss.</returns>
    public double RunEpoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _train.Count)];
        new CounterRandom((ulong)_seed).Stream((ulong)epoch).Shuffle<int>(order);
        double loss = 0;
        _network.train();
        for (int start = 0; start < order.Length; start += BatchSize)
        {
            // Whatever tensors the step makes, graph and tapes included, go with the scope.
            using DisposeScope scope = NewDisposeScope();
            SetLearningRate((epoch + (double)start / order.Length) / _epochs);
            int[] batch = order[start..Math.Min(start + BatchSize, order.Length)];
            Tensor labels = tensor(batch.Select(index => (long)_train.Label(index)).ToArray());
            Tensor now = nn.functional.cross_entropy(_network.forward(Images(_train, batch)), labels);
            _adam.zero_grad();
            now.backward();
            _adam.step();
            loss += now.item<float>() * batch.Length;
        }

        return loss / order.Length;
    }

    /// <summary>The share of digits that the network recognizes.</summary>
    public double Accuracy(Digits digits)
    {
        using IDisposable none = no_grad();
        _network.eval();
        int correct = 0;
        foreach (int[] batch in Enumerable.Range(0, digits.Count).Chunk(BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            long[] answers = [.. _network.forward(Images(digits, batch)).argmax(1).data<long>()];
            correct += batch.Zip(answers).Count(pair => digits.Label(pair.First) == pair.Second);
        }

        return (double)correct / digits.Count;
    }

    public void Dispose()
    {
        _adam.Dispose();
        _network.Dispose();
    }

    // Half a cosine, from the full rate to none.
    private void SetLearningRate(double share)
    {
        foreach (optim.ILearningRateController group in _adam.ParamGroups)
            group.LearningRate = InitialLearningRate * 0.5 * (1 + Math.Cos(Math.PI * share));
    }

    private static Tensor Images(Digits digits, int[] batch)
    {
        var pixels = new float[batch.Length * Digits.Pixels];
        for (int i = 0; i < batch.Length; i++) digits.Image(batch[i]).CopyTo(pixels.AsSpan(i * Digits.Pixels));
        return tensor(pixels).reshape(batch.Length, 1, Digits.Side, Digits.Side);
    }
}
