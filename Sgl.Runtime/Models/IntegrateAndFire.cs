using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The integrate-and-fire neuron without a leak: it adds up its input and spikes each time that the sum has reached
/// the threshold, so that its rate is proportional to a positive input.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + input
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold, without a gradient
/// </code>
/// Of Lapicque 1907; see Abbott 1999, doi:10.1016/S0361-9230(99)00161-6.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class IntegrateAndFire
{
    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v += input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
