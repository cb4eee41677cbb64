using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// A leaky integrate-and-fire neuron with an absolute refractory period: after a spike its membrane is held at 0 for
/// some steps, in which it takes no input.
/// </summary>
/// <remarks>
/// <code>
/// v ← 0 while waiting, else Beta·v + input
/// spike where v ≥ Threshold
/// v ← 0 after a spike
/// </code>
/// Two spikes are at least Period + 1 steps apart. Neither the reset nor the waiting has a gradient. Of Gerstner et
/// al. 2014, "Neuronal Dynamics", section 1.3, doi:10.1017/CBO9781107447615.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class RefractoryLif
{
    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1. Default 0.9.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    /// <summary>
    /// How many steps the neuron rests after a spike, at least 0; parts of a step are rounded up. Default 3.
    /// </summary>
    [Parameter] public float Period = 3f;

    [State] private float v;
    [State] private float wait;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = wait > 0f ? 0f : Beta * v + input;
        wait -= 1f;
        float spike = Spike(v - Threshold);
        if (spike == 1f)
        {
            v = 0f;
            wait = Period;
        }

        return spike;
    }
}
