using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// <see cref="AveragingLif"/> that starts anew after each spike.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + (1 − Beta)·input
/// spike where v ≥ Threshold
/// v ← Reset after a spike
/// </code>
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class AveragingHardResetLif : LeakyMembrane
{
    /// <summary>The membrane potential after a spike, below the threshold. Default 0.</summary>
    [Parameter] public float Reset;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + (1f - Beta) * input;
        float spike = Spike(v - Threshold);
        if (spike == 1f) v = Reset;
        return spike;
    }
}
