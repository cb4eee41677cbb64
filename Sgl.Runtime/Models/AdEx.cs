using System.Diagnostics.CodeAnalysis;
using static Sgl.Models.ExponentialMembrane;
using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The adaptive exponential integrate-and-fire neuron: the exponential model with a slow current that opposes
/// depolarization and grows with each spike. Few parameters make it fire tonically, adapt, burst or respond late.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + (−v + Sharpness·exp((v − 1)/Sharpness) − w + input)/Tau
/// w ← w + (A·v − w)/TauW                with the old v
/// spike where v ≥ Peak
/// v ← Reset, without a gradient, and w ← w + B after a spike
/// </code>
/// One Euler step of Brette and Gerstner 2005, doi:10.1152/jn.00686.2005, with their pyramidal cell as defaults at
/// steps of 1 ms. Potentials are in units of its distance from rest to the onset of spikes, 20.2 mV, and from rest on;
/// currents are in units of 30 nS · 20.2 mV = 606 pA. The exponent is at most 20, so that nothing overflows.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "This is what the model is called.")]
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class AdEx
{
    /// <summary>Time constant of the membrane in steps, at least 1. Default 9.4: 281 pF / 30 nS in ms.</summary>
    [Parameter] public float Tau = 9.4f;

    /// <summary>Time constant of the adaptation in steps, at least 1. Default 144.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 1f)] public float TauW = 144f;

    /// <summary>How strongly the adaptation follows the potential, any sign. Default 0.13: 4 nS / 30 nS.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float A = 0.13f;

    /// <summary>How much each spike adds to the adaptation, at least 0. Default 0.13: 80.5 pA / 606 pA.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f)] public float B = 0.13f;

    /// <summary>How gradually a spike begins, above 0. Default 0.1: 2 mV / 20.2 mV.</summary>
    [Parameter] public float Sharpness = 0.1f;

    /// <summary>The potential at which it counts as a spike, above 1. Default 1.5.</summary>
    [Parameter] public float Peak = 1.5f;

    /// <summary>The potential after a spike; above about 1 it makes the neuron burst. Default 0.</summary>
    [Parameter] public float Reset;

    [State] private float v;
    [State] private float w;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        (v, w) = (v + (SpikeCurrent(v, 1f, Sharpness) - v - w + input) / Tau, w + (A * v - w) / TauW);
        float spike = Spike(v - Peak);
        if (spike == 1f) v = Reset;
        w += B * spike;
        return spike;
    }
}
