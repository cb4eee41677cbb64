using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// Izhikevich's simple model: two equations and four numbers that reproduce the firing patterns of cortical neurons.
/// </summary>
/// <remarks>
/// <code>
/// dv/dt = 0.04·v² + 5·v + 140 − u + input    in mV and ms, two steps of half a millisecond
/// du/dt = A·(B·v − u)                        one step of a millisecond
/// spike where v ≥ 30
/// v ← C, without a gradient, and u ← u + D after a spike
/// </code>
/// Of Izhikevich 2003, doi:10.1109/TNN.2003.820440, where (A, B, C, D) are given for regular spiking (0.02, 0.2, −65,
/// 8: the defaults), intrinsic bursting (0.02, 0.2, −55, 4), chattering (0.02, 0.2, −50, 2), fast spiking (0.1, 0.2,
/// −65, 2) and low-threshold spiking (0.02, 0.25, −65, 2). An input of about 10 makes it fire; so scale what a layer's
/// weights yield. The recovery sees at most the 30 mV of a spike, however far the last half step overshot.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 0.1f)]
public partial class Izhikevich
{
    private const int SubSteps = 2;
    private const float Peak = 30f;

    /// <summary>Rate of the recovery in 1/ms, 0 to 1. Default 0.02.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float A = 0.02f;

    /// <summary>How strongly the recovery follows the potential. Default 0.2.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float B = 0.2f;

    /// <summary>The potential after a spike, in mV. Default −65.</summary>
    [Parameter] public float C = -65f;

    /// <summary>What a spike adds to the recovery. Default 8.</summary>
    [Parameter(Learnable = true, PerNeuron = true)] public float D = 8f;

    [State] private float v = -65f;
    [State] private float u = -13f;

    /// <summary>One time step of a millisecond.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        for (int k = 0; k < SubSteps; k++) v += (0.04f * v * v + 5f * v + 140f - u + input) / SubSteps;
        u += A * (B * MathF.Min(v, Peak) - u);
        float spike = Spike(v - Peak);
        if (spike == 1f) v = C;
        u += D * spike;
        return spike;
    }
}
