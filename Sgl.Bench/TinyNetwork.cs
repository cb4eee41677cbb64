namespace Sgl.Bench;

/// <summary>Training of the network of the README, 20-32-2, on one batch of 64 samples and 25 time steps.</summary>
internal sealed class TinyNetwork
{
    public const int Steps = 25, Batch = 64, Inputs = 20, Hidden = 32, Classes = 2;
    public const float LearningRate = 1e-5f; // so small that the neurons are about as active after all the steps timed

    private readonly RateCrossEntropy _loss = new();
    private readonly Sgd _sgd = new(LearningRate);

    public Network Network { get; } = new Network(
        [new Dense(Inputs, Hidden), new Spiking<Lif>(Hidden), new Dense(Hidden, Classes), new Spiking<Readout>(Classes)],
        seed: 1,
        threads: 1).WithExactSums();

    /// <summary>Spikes of which each class has more in one half of the inputs.</summary>
    public Signal Input { get; } = Networks.Spikes(density: 0.25, Steps, Batch, Inputs);

    public static int[] Labels { get; } = [.. Enumerable.Range(0, Batch).Select(i => i % Classes)];

    /// <summary>Multiplications and additions of 100 steps.</summary>
    public static double Flops => 100.0 * 2 * Steps * Batch * Hidden * (2 * Inputs + 3 * Classes);

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep() => Network.TrainStep(Input, Labels, _loss, _sgd).Loss;
}
