using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The third of the generalized leaky integrate-and-fire models (GLIF₃, LIF-ASC): each spike is followed by two
/// currents of its own, a fast and a slow one, which delay or hasten the next spikes.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + (1 − Beta)·(input + fast + slow)
/// spike where v ≥ Threshold
/// v ← 0 after a spike, without a gradient
/// fast ← FastDecay·fast + FastJump·spike
/// slow ← SlowDecay·slow + SlowJump·spike
/// </code>
/// Of Teeter et al. 2018, doi:10.1038/s41467-017-02717-4, with potentials from rest on and resistance 1, and without
/// the refractory period: see <see cref="RefractoryLif"/>.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class Glif3
{
    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1. Default 0.9.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;

    /// <summary>What is kept of the fast current from one step to the next, 0 to 1. Default 0.9.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float FastDecay = 0.9f;

    /// <summary>What is kept of the slow current from one step to the next, 0 to 1. Default 0.99.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float SlowDecay = 0.99f;

    /// <summary>What a spike adds to the fast current; below 0 it delays the next spike. Default −0.5.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float FastJump = -0.5f;

    /// <summary>What a spike adds to the slow current; below 0 the neuron adapts. Default −0.1.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float SlowJump = -0.1f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float v;
    [State] private float fast;
    [State] private float slow;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + (1f - Beta) * (input + fast + slow);
        float spike = Spike(v - Threshold);
        if (spike == 1f) v = 0f;
        fast = FastDecay * fast + FastJump * spike;
        slow = SlowDecay * slow + SlowJump * spike;
        return spike;
    }
}
