using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// <see cref="HardResetLif"/> whose gradient passes the reset, too.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + input
/// spike where v ≥ Threshold
/// v ← Reset after a spike
/// </code>
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class FullGradientHardResetLif : LeakyMembrane
{
    /// <summary>The membrane potential after a spike, below the threshold. Default 0.</summary>
    [Parameter] public float Reset;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v = (1f - spike) * v + spike * Reset;
        return spike;
    }
}
