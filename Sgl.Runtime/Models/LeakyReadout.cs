namespace Sgl.Models;

/// <summary>
/// A leaky integrator that never spikes: the output layer of a classifier, whose membrane potentials are the classes'
/// scores.
/// </summary>
/// <remarks>
/// <c>membrane ← Beta · membrane + (1 − Beta) · input</c>: an exponential moving average. A constant input is where
/// the membrane ends up, whatever <see cref="Beta"/> is, so the decay sets how long the readout remembers and never
/// how large its scores are. Without the factor they would grow by 1/(1 − Beta).
/// </remarks>
[Surrogate(Kind.None)]
public partial class LeakyReadout
{
    /// <summary>What is kept of the membrane potential from one step to the next, 0 to 1.</summary>
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;

    [State] private float membrane;

    /// <summary>One time step.</summary>
    /// <param name="input">The input current.</param>
    /// <returns>The membrane potential after the step.</returns>
    public float Step(float input)
    {
        membrane = Beta * membrane + (1f - Beta) * input;
        return membrane;
    }
}
