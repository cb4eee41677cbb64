using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The quadratic integrate-and-fire neuron: below a critical potential it falls back to rest, above it it runs away by
/// itself to a spike. It is the simplest model in which a spike has a beginning.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + (Gain·(v − Rest)·(v − Critical) + input)/Tau
/// spike where v ≥ Peak
/// v ← Reset after a spike, without a gradient
/// </code>
/// A constant input above Gain·(Critical − Rest)²/4 makes it spike forever. One Euler step of Gerstner et al. 2014,
/// "Neuronal Dynamics", section 5.3, doi:10.1017/CBO9781107447615; see Latham et al. 2000,
/// doi:10.1152/jn.2000.83.2.808.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class QuadraticIf
{
    /// <summary>Time constant of the membrane in steps, at least 1. Default 5.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 1f)] public float Tau = 5f;

    /// <summary>The size of the quadratic term, above 0. Default 1.</summary>
    [Parameter] public float Gain = 1f;

    /// <summary>The potential of the neuron at rest. Default 0.</summary>
    [Parameter] public float Rest;

    /// <summary>
    /// The potential above which the neuron spikes without input, between rest and peak. Default 0.8.
    /// </summary>
    [Parameter] public float Critical = 0.8f;

    /// <summary>The potential at which it counts as a spike. Default 1.</summary>
    [Parameter] public float Peak = 1f;

    /// <summary>The potential after a spike, below the critical one. Default −0.1.</summary>
    [Parameter] public float Reset = -0.1f;

    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v += (Gain * (v - Rest) * (v - Critical) + input) / Tau;
        float spike = Spike(v - Peak);
        if (spike == 1f) v = Reset;
        return spike;
    }
}
