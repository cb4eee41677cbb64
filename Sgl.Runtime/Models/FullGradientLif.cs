using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// <see cref="Lif"/> whose gradient passes the reset, too: what the surrogate makes of the true gradient.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + input
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold
/// </code>
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class FullGradientLif : LeakyMembrane
{
    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= spike * Threshold;
        return spike;
    }
}
