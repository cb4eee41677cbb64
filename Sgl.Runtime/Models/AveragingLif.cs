using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// <see cref="Lif"/> whose membrane is a moving average of its input, so that the decay can be changed, or learned,
/// without changing how strong an input must be.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + (1 − Beta)·input
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold
/// </code>
/// A constant input below the threshold never makes it spike, whatever the decay is.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class AveragingLif : LeakyMembrane
{
    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + (1f - Beta) * input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
