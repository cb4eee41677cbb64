namespace Sgl.Bench;

/// <summary>
/// Training of a network of 128 inputs, 200 recurrent neurons of two states and 28 readout neurons, of the size of those that
/// recognize spoken digits, on one batch.
/// </summary>
internal sealed class RecurrentNetwork
{
    public const int Steps = 152, Batch = 100, Inputs = 128, Hidden = 200, Classes = 28;
    public const float LearningRate = 1e-4f; // so small that the neurons are about as active after all the steps timed

    private readonly RateCrossEntropy _loss = new();
    private readonly Adam _adam = new(LearningRate);

    public Network Network { get; } = new Network(
        [new Dense(Inputs, Hidden), new Recurrent<TwoStateLif>(Hidden), new Dense(Hidden, Classes), new Spiking<Readout>(Classes)],
        seed: 1,
        threads: 1).WithExactSums();

    public Signal Input { get; } = Networks.Spikes(density: 0.05, Steps, Batch, Inputs);

    public static int[] Labels { get; } = [.. Enumerable.Range(0, Batch).Select(i => i % Classes)];

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep() => Network.TrainStep(Input, Labels, _loss, _adam).Loss;

    /// <summary>
    /// The least time of a step: the dense products of the recurrent weights, whose spikes are few forward but whose gradients are
    /// not few backward, and of the gradient of the spikes; the bytes stay in the caches.
    /// </summary>
    public static double FloorMs(Machine machine)
    {
        double rows = (double)Steps * Batch;
        return machine.FloorMs(0, 2 * rows * Hidden * (Hidden + Classes));
    }
}
