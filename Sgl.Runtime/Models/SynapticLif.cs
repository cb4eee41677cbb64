using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// A leaky integrate-and-fire neuron whose synapses have a time course: an input spike is a current that decays, and
/// that the membrane integrates.
/// </summary>
/// <remarks>
/// <code>
/// current ← Alpha·current + input
/// v ← Beta·v + current
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold, without a gradient
/// </code>
/// Of Zenke and Ganguli 2018, doi:10.1162/neco_a_01086; in steps as in Neftci, Mostafa and Zenke 2019,
/// doi:10.1109/MSP.2019.2931595, but without their delay of a step between current and membrane.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class SynapticLif
{
    /// <summary>What is kept of the synaptic current from one step to the next, 0 to 1. Default 0.8.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Alpha = 0.8f;

    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1. Default 0.9.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float current;
    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">What arrives at the synapses.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        current = Alpha * current + input;
        v = Beta * v + current;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
