using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>
/// The resonate-and-fire neuron: its state z = x + iy turns around 0 in the complex plane, so that inputs add up if
/// they come in its own rhythm and cancel if not.
/// </summary>
/// <remarks>
/// <code>
/// z ← (decay + i·Omega)·z + input       with decay = √(1 − Omega²) − Damping
/// spike where y ≥ Threshold
/// z ← i·Threshold after a spike, without a gradient
/// </code>
/// One turn takes about 2π/Omega steps. Of Izhikevich 2001, doi:10.1016/S0893-6080(01)00078-8. Without damping
/// |decay + i·Omega| is 1, so that the Euler step diverges for no positive damping: the boundary is of Higuchi et al.
/// 2024, "Balanced resonate-and-fire neurons", ICML.
/// </remarks>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class ResonateAndFire
{
    /// <summary>Angular frequency per step, above 0 and below 1. Default 0.3: a turn in about 21 steps.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0.01f, Max = 0.99f)] public float Omega = 0.3f;

    /// <summary>How fast an oscillation dies, above 0 and below about 1. Default 0.05.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Damping = 0.05f;

    /// <summary>The imaginary part at which the neuron spikes, above 0. Default 1.</summary>
    [Parameter] public float Threshold = 1f;

    [State] private float x;
    [State] private float y;

    /// <summary>One time step.</summary>
    /// <param name="input">The input, which drives the real part.</param>
    /// <returns>1 if the neuron spikes, else 0.</returns>
    public float Step(float input)
    {
        float decay = MathF.Sqrt(1f - Omega * Omega) - Damping;
        (x, y) = (decay * x - Omega * y + input, Omega * x + decay * y);
        float spike = Spike(y - Threshold);
        if (spike == 1f) (x, y) = (0f, Threshold);
        return spike;
    }
}
