using static Sgl.Models.ExponentialMembrane;
using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The exponential integrate-and-fire neuron: leaky below the onset of a spike, and above it as explosive as the sodium
/// current of real neurons.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + (Rest − v + Sharpness·exp((v − Onset)/Sharpness) + input)/Tau
/// spike where v ≥ Peak
/// v ← Reset after a spike, without a gradient
/// </code>
/// The exponent is at most 20, so that nothing overflows. One Euler step of Fourcaud-Trocmé et al. 2003,
/// doi:10.1523/JNEUROSCI.23-37-11628.2003.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class ExponentialIf
{
    /// <summary>Time constant of the membrane in steps, at least 1. Default 5.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 1f)] public float Tau = 5f;

    /// <summary>The potential to which the membrane decays. Default 0.</summary>
    [Parameter] public float Rest;

    /// <summary>The potential at which the exponential takes over. Default 0.8.</summary>
    [Parameter] public float Onset = 0.8f;

    /// <summary>
    /// How gradually it does so, above 0; towards 0 it is <see cref="AveragingHardResetLif"/>. Default 0.2.
    /// </summary>
    [Parameter] public float Sharpness = 0.2f;

    /// <summary>The potential at which it counts as a spike, above the onset. Default 1.5.</summary>
    [Parameter] public float Peak = 1.5f;

    /// <summary>The potential after a spike, below the onset. Default −0.1.</summary>
    [Parameter] public float Reset = -0.1f;

    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v += (Rest - v + SpikeCurrent(v, Onset, Sharpness) + input) / Tau;
        float spike = Spike(v - Peak);
        if (spike == 1f) v = Reset;
        return spike;
    }
}
