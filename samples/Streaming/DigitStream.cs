using Mnist;
using Sgl;

namespace Streaming;

/// <summary>What the network takes a digit for, having seen some time steps of it.</summary>
/// <param name="Digit">The likeliest digit.</param>
/// <param name="Confidence">Its probability as the network has it, 0 to 1.</param>
internal readonly record struct Belief(int Digit, float Confidence);

/// <summary>
/// Shows digits to a network one time step at a time. At each, a pixel spikes with a probability of its darkness; the
/// network keeps its membranes and gives what they are then.
/// </summary>
/// <param name="network">With learned weights.</param>
/// <param name="seed">Determines all spikes.</param>
internal sealed class DigitStream(Network network, int seed)
{
    private readonly Stepper _stepper = network.OpenStream();
    private readonly PoissonEncoder _encoder = new(seed);
    private readonly float[] _sums = new float[Digits.Classes];

    /// <summary>Shows one digit. Whoever reads the beliefs may stop: no later step is computed.</summary>
    public IEnumerable<Belief> Show(Digits digits, int index)
    {
        _stepper.Reset();
        Array.Clear(_sums);
        for (int step = 1; step <= DigitNetwork.Steps; step++)
        {
            Signal spikes = _encoder.Encode(digits.Image(index), batch: 1, Digits.Pixels, steps: 1);
            ReadOnlySpan<float> membranes = _stepper.Step(spikes).At(0);
            for (int digit = 0; digit < _sums.Length; digit++) _sums[digit] += membranes[digit];
            yield return BeliefAfter(step);
        }
    }

    /// <summary>Shows one digit until the network is confident, or to the end.</summary>
    /// <returns>What it thought after each step; the last one decides.</returns>
    public List<Belief> Decide(Digits digits, int index, float confidence)
    {
        var beliefs = new List<Belief>();
        foreach (Belief belief in Show(digits, index))
        {
            beliefs.Add(belief);
            if (belief.Confidence >= confidence) break;
        }

        return beliefs;
    }

    // The softmax of the mean membranes so far, of which training took the cross-entropy after all steps.
    private Belief BeliefAfter(int steps)
    {
        float largest = _sums.Max();
        float total = _sums.Sum(sum => MathF.Exp((sum - largest) / steps));
        return new Belief(Array.IndexOf(_sums, largest), 1 / total);
    }
}
