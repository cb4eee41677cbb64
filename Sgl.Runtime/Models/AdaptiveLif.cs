using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// A leaky integrate-and-fire neuron whose threshold rises with each of its spikes and falls back slowly: the ALIF
/// neuron of the LSNN, a working memory in recurrent networks.
/// </summary>
/// <remarks>
/// <code>
/// v ← Beta·v + input
/// spike where v ≥ Threshold + Strength·adaptation
/// v ← v − spike·Threshold, without a gradient
/// adaptation ← Rho·adaptation + spike
/// </code>
/// The adaptation does have a gradient: as its decay is slow, the gradient reaches far back in time. Of Bellec et al.
/// 2018, "Long short-term memory and learning-to-learn in networks of spiking neurons", NeurIPS; in steps as in Bellec
/// et al. 2020, doi:10.1038/s41467-020-17236-y, whose reset comes one step later.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class AdaptiveLif
{
    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1. Default 0.95.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.95f;

    /// <summary>What is kept of the adaptation from one step to the next, 0 to 1. Default 0.99.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Rho = 0.99f;

    /// <summary>How much a spike raises the threshold, at least 0. Default 0.1.</summary>
    [Parameter(Learnable = true, Min = 0f)] public float Strength = 0.1f;

    /// <summary>The threshold of a neuron that has not spiked for long, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float v;
    [State] private float adaptation;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - (Threshold + Strength * adaptation));
        v -= Detach(spike) * Threshold;
        adaptation = Rho * adaptation + spike;
        return spike;
    }
}
