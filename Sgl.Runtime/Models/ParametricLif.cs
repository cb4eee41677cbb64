using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// A leaky integrate-and-fire neuron that learns its time constant, as one number for a layer.
/// </summary>
/// <remarks>
/// <code>
/// v ← v + Rate·(input − v)
/// spike where v ≥ Threshold
/// v ← v − spike·Threshold, without a gradient
/// </code>
/// Rate is 1/τ with the time constant τ in steps. The optimizer changes w in Rate = σ(w), with the logistic function
/// σ, so that τ stays above 1. Of Fang et al. 2021, "Incorporating learnable membrane time constant to enhance
/// learning of spiking neural networks", ICCV.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class ParametricLif
{
    /// <summary>1/τ, between 0 and 1. Default 0.5.</summary>
    [Parameter(Learnable = true, Bound = Bound.Logistic)] public float Rate = 0.5f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float v;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v += Rate * (input - v);
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
