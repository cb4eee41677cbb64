using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary><see cref="AveragingLif"/> whose gradient passes the reset, too.</summary>
/// <remarks>
/// <code>
/// v ← Beta·v + (1 − Beta)·input
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold
/// </code>
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class FullGradientAveragingLif : LeakyMembrane
{
    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + (1f - Beta) * input;
        float spike = Spike(v - Threshold);
        v -= spike * Threshold;
        return spike;
    }
}
