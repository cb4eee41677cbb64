using Sgl;

namespace Mnist;

/// <summary>What happens in the network while it sees one digit.</summary>
/// <param name="Pixels">The image, row by row.</param>
/// <param name="Label">What it shows.</param>
/// <param name="Predicted">What the network takes it for.</param>
/// <param name="Hidden">The spikes of the hidden neurons, [T, 1, hidden].</param>
/// <param name="Readout">The output, [T, 1, 10].</param>
/// <param name="IsSpikes">Whether the output is spikes, not membrane potentials.</param>
internal sealed record Recording(
    float[] Pixels, int Label, int Predicted, Signal Hidden, Signal Readout, bool IsSpikes)
{
    /// <summary>Shows a digit to the network, layer by layer.</summary>
    public static Recording Of(Network network, Digits digits, int index, Options options)
    {
        float[] pixels = digits.Image(index).ToArray();
        Encoder encoder = SpikingNetwork.CreateEncoder(options.Encoder, options.Seed);
        var workers = new Workers(options.Threads);
        var outputs = new List<Signal>();
        Signal signal = encoder.Encode(pixels, batch: 1, Digits.Pixels, options.Steps);
        foreach (Layer layer in network.Layers)
        {
            signal = layer.Forward(signal, training: false, workers);
            outputs.Add(signal.ToFloats());
        }

        var scores = new float[Digits.Classes];
        new RateCrossEntropy().Scores(signal, scores);
        int predicted = Array.IndexOf(scores, scores.Max());
        return new Recording(
            pixels, digits.Label(index), predicted, outputs[1], signal, options.Readout == Mnist.Readout.Spikes);
    }
}
