using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The leaky integrate-and-fire neuron, in the form to start with: a spike subtracts the threshold, and no gradient
/// passes this reset.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + input
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold
/// </code>
/// A constant input below (1 − Beta)·Threshold never makes it spike. See <see cref="LeakyMembrane"/> for its variants.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class Lif : LeakyMembrane
{
    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
