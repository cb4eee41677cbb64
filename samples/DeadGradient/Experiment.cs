using Mnist;
using Sgl;

namespace DeadGradient;

/// <summary>What training came to.</summary>
/// <param name="Accuracy">Share of the test digits that the network recognizes.</param>
/// <param name="LargestGradient">The largest magnitude of any gradient of any parameter in any training step.</param>
internal readonly record struct Outcome(double Accuracy, float LargestGradient);

/// <summary>Trains one network, always from the same weights and on the same batches: only the neuron differs.</summary>
/// <param name="Train">The digits to learn.</param>
/// <param name="Test">The digits to be tested with.</param>
/// <param name="Epochs">Times that every training digit is seen.</param>
/// <param name="Hidden">Neurons of each of the two hidden layers.</param>
/// <param name="Steps">Time steps per digit.</param>
internal sealed record Experiment(Digits Train, Digits Test, int Epochs, int Hidden, int Steps)
{
    private const int BatchSize = 128;
    private const float InitialLearningRate = 5e-3f;
    private const int Seed = 0;

    /// <summary>Trains a network of such neurons, all of whose layers spike, and tests it once at the end.</summary>
    public Outcome Run<TNeuron>(TNeuron neuron)
        where TNeuron : class, INeuron<TNeuron>, new()
    {
        Layer[] layers =
        [
            new Dense(Digits.Pixels, Hidden), new Spiking<TNeuron>(Hidden, neuron),
            new Dense(Hidden, Hidden), new Spiking<TNeuron>(Hidden, neuron),
            new Dense(Hidden, Digits.Classes), new Spiking<TNeuron>(Digits.Classes, neuron),
        ];
        // One thread: the runs of a sweep share the processor.
        var network = new Network(layers, Seed, threads: 1);
        float largest = Learn(network);
        int correct = Batches(Test, [.. Enumerable.Range(0, Test.Count)])
            .Sum(batch => network.Evaluate(new ConstantEncoder(), batch.Images, Steps, batch.Labels, new RateCrossEntropy()).Correct);
        return new Outcome((double)correct / Test.Count, largest);
    }

    private float Learn(Network network)
    {
        var (encoder, loss, adam) = (new ConstantEncoder(), new RateCrossEntropy(), new Adam(InitialLearningRate));
        int[] order = [.. Enumerable.Range(0, Train.Count)];
        float largest = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            new CounterRandom(Seed).Stream(ulong.MaxValue).Stream((ulong)epoch).Shuffle<int>(order);
            adam.LearningRate = InitialLearningRate * (Epochs - epoch) / Epochs;
            foreach ((float[] images, int[] labels) in Batches(Train, order))
            {
                network.TrainStep(encoder, images, Steps, labels, loss, adam);
                foreach (Parameter parameter in network.Parameters)
                    foreach (float gradient in parameter.Gradient.Span) largest = MathF.Max(largest, MathF.Abs(gradient));
            }
        }

        return largest;
    }

    private static IEnumerable<(float[] Images, int[] Labels)> Batches(Digits digits, int[] order) =>
        order.Chunk(BatchSize).Select(batch => (
            batch.SelectMany(index => digits.Image(index).ToArray()).ToArray(),
            Array.ConvertAll(batch, digits.Label)));
}
