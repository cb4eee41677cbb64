namespace Sgl.Models;

/// <summary>
/// What the leaky integrate-and-fire models have in common: a membrane potential that decays towards 0, and the
/// threshold at which it spikes. The models differ in how the input is added, in the reset, and in its gradient.
/// </summary>
/// <remarks>
/// All names are made of three choices.
/// <list type="bullet">
/// <item>Input: <c>v ← Beta·v + input</c>, or, where the name has Averaging, <c>v ← Beta·v + (1 − Beta)·input</c>: a
/// moving average, whose size does not depend on the decay.</item>
/// <item>Reset: the spike subtracts the threshold, or, where the name has HardReset, puts the membrane to a fixed
/// value and forgets by how much it was above the threshold.</item>
/// <item>Gradient: none through the reset, or, where the name has FullGradient, through the reset, too. Without it the
/// gradient says what a larger input does to this spike; with it also what the reset then takes away from the next
/// ones, which makes training less stable where the surrogate is steep (Zenke and Vogels 2021,
/// doi:10.1162/neco_a_01367).</item>
/// </list>
/// A time constant τ in steps is <c>Beta = exp(−1/τ)</c>. Equations as in Neftci, Mostafa and Zenke 2019,
/// doi:10.1109/MSP.2019.2931595.
/// </remarks>
public abstract class LeakyMembrane
{
    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1. Default 0.9.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;

    /// <summary>The membrane potential at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private protected float v;

    private protected LeakyMembrane()
    {
    }
}
