using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// A neuron on which an input spike has the effect of an alpha function: it rises, peaks after Tau steps and decays.
/// </summary>
/// <remarks>
/// <code>
/// rise ← d·(rise + input)              with d = exp(−1/Tau)
/// v ← d·v + (e/Tau)·rise
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold, without a gradient
/// </code>
/// One input of 1 makes v the samples t = 1, 2, … of (t/Tau)·exp(1 − t/Tau), whose peak is 1. The alpha function is of
/// Rall 1967, doi:10.1152/jn.1967.30.5.1138.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class AlphaNeuron
{
    /// <summary>How many steps after an input its effect peaks, at least 1. Default 5.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 1f)] public float Tau = 5f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float rise;
    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">What arrives at the synapses.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        float decay = Exp(-1f / Tau);
        rise = decay * (rise + input);
        v = decay * v + MathF.E / Tau * rise;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
