using Sgl;
using static Sgl.SpikeMath;

namespace CustomNeuron;

/// <summary>
/// A neuron that is in no library: a dendrite that integrates slowly drives a soma that spikes. Two states, two
/// inputs, two outputs, and a coupling that each neuron learns for itself.
/// </summary>
[Surrogate(Kind.FastSigmoid, Alpha = 5)]
public sealed partial class TwoCompartment
{
    /// <summary>How strongly the dendrite drives the soma.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float Coupling = 0.1f;

    /// <summary>Time constant of the dendrite in steps.</summary>
    [Parameter] public float TauDendrite = 20f;

    /// <summary>Time constant of the soma in steps.</summary>
    [Parameter] public float TauSoma = 5f;

    [State] private float dendrite;
    [State] private float soma;

    /// <summary>One time step.</summary>
    /// <param name="apical">Current into the dendrite.</param>
    /// <param name="basal">Current into the soma.</param>
    /// <returns>Whether the soma spikes, and its potential before the reset.</returns>
    public (float Spike, float Potential) Step(float apical, float basal)
    {
        dendrite = Exp(-1f / TauDendrite) * dendrite + apical;
        soma = Exp(-1f / TauSoma) * soma + basal + Coupling * dendrite;
        float potential = soma;
        float spike = Spike(soma - 1f);
        soma -= spike;
        return (spike, potential);
    }
}
