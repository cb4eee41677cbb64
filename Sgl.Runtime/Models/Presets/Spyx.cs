#pragma warning disable SGL0111 // nothing bounds it in that library either
using static Sgl.Presets.Firing;

namespace Sgl.Presets;

/// <summary>
/// The neuron of Spyx (Heckel and Nowotny 2024, arXiv:2402.18994), with its equation in its order.
/// </summary>
/// <remarks>The surrogate is Spyx' default, <c>superspike</c> with k = 25.</remarks>
public static partial class Spyx
{
    /// <summary>
    /// <c>LIF</c>: it fires from the old membrane and then takes the input, so that a layer delays its input by a step.
    /// The reset is differentiated, subtracts the threshold after the decay, and the spike is above the threshold, not
    /// at it.
    /// </summary>
    /// <remarks><code>
    /// spike where v &gt; Threshold
    /// v ← Beta·v + x − spike·Threshold
    /// </code></remarks>
    [Surrogate(Kind.FastSigmoid, Alpha = 25)]
    public partial class LIF
    {
        /// <summary>
        /// The decay, clamped to 0…1 in every step. Default 0.5, the mean of Spyx' random initial values.
        /// </summary>
        [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.5f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float Threshold = 1f;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential with the input of this step.</returns>
        public (float Spike, float V) Step(float x)
        {
            float spike = Above(v - Threshold);
            v = Math.Clamp(Beta, 0f, 1f) * v + x - spike * Threshold;
            return (spike, v);
        }
    }
}
