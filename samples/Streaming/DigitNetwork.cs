using Mnist;
using Sgl;
using Sgl.Models;

namespace Streaming;

/// <summary>The network, and how its weights came about.</summary>
internal static class DigitNetwork
{
    /// <summary>Time steps that a digit is shown for, at the most.</summary>
    public const int Steps = 25;

    private const int Hidden = 128;
    private const int BatchSize = 128;
    private const float InitialLearningRate = 5e-3f;
    private const int Seed = 0;

    /// <summary>784 pixels → hidden spiking neurons → 10 readout neurons, one per digit.</summary>
    public static Network Create() => new(
        [
            new Dense(Digits.Pixels, Hidden),
            new Spiking<Lif>(Hidden),
            new Dense(Hidden, Digits.Classes),
            new Spiking<LeakyReadout>(Digits.Classes),
        ],
        Seed);

    /// <summary>Trains it on digits that arrive as spikes, each moved by up to one pixel each way.</summary>
    /// <param name="network">The network, as created.</param>
    /// <param name="digits">The digits to learn.</param>
    /// <param name="epochs">Times that every digit is seen.</param>
    /// <param name="print">Given a line per epoch.</param>
    public static void Train(Network network, Digits digits, int epochs, Action<string> print)
    {
        var (encoder, loss, adam) = (new PoissonEncoder(Seed), new RateCrossEntropy(), new Adam());
        int[] order = [.. Enumerable.Range(0, digits.Count)];
        float[] images = new float[BatchSize * Digits.Pixels];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            CounterRandom random = new CounterRandom(Seed).Stream(ulong.MaxValue).Stream((ulong)epoch);
            random.Stream(0).Shuffle<int>(order);
            adam.LearningRate = InitialLearningRate * (epochs - epoch) / epochs;
            int right = 0;
            foreach (int[] batch in order.Chunk(BatchSize))
            {
                for (int i = 0; i < batch.Length; i++)
                    digits.CopyShifted(batch[i], Move(random, batch[i], 1), Move(random, batch[i], 2), images.AsSpan(i * Digits.Pixels, Digits.Pixels));
                right += network.TrainStep(
                    encoder, images.AsSpan(0, batch.Length * Digits.Pixels), Steps, Array.ConvertAll(batch, digits.Label), loss, adam).Correct;
            }

            print(FormattableString.Invariant($"epoch {epoch + 1}/{epochs}  train {100.0 * right / digits.Count:F2} %"));
        }
    }

    // −1, 0 or 1.
    private static int Move(CounterRandom random, int index, ulong axis) => (int)(3 * random.Stream(axis).Uniform((ulong)index)) - 1;
}
