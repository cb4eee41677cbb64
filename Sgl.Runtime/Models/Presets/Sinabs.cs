#pragma warning disable SGL0111 // nothing bounds it in that library either
using static Sgl.SpikeMath;

namespace Sgl.Presets;

/// <summary>
/// The neuron of sinabs (SynSense) and of its CUDA kernels, EXODUS (Bauer et al. 2023, doi:10.3389/fnins.2023.1110444),
/// with their equations in their order.
/// </summary>
public static partial class Sinabs
{
    /// <summary>
    /// <c>LIF(tau_mem, spike_fn=SingleSpike)</c>: the input is averaged, a spike at or above the threshold subtracts it
    /// at once, and the reset is differentiated. (By default sinabs has <c>MultiSpike</c>, several spikes in a step.)
    /// </summary>
    /// <remarks><code>
    /// α = exp(−1/TauMem)
    /// v ← α·v + (1 − α)·x
    /// spike where v ≥ SpikeThreshold
    /// v ← v − spike·SpikeThreshold
    /// </code>
    /// The surrogate is sinabs' default, <c>SingleExponential(grad_width=0.5)</c> at threshold 1.</remarks>
    [Surrogate(typeof(SingleExponential), Alpha = 2)]
    public partial class LIF
    {
        /// <summary>The time constant in steps. Default 20.</summary>
        [Parameter(Learnable = true)] public float TauMem = 20f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float SpikeThreshold = 1f;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float VMem) Step(float x)
        {
            float alpha = Exp(-1f / TauMem);
            v = alpha * v + (1f - alpha) * x;
            float spike = Spike(v - SpikeThreshold);
            v -= spike * SpikeThreshold;
            return (spike, v);
        }
    }

    /// <summary>α·exp(−α|x|), twice as high as <c>Kind.Exponential</c>; α is 1/(grad_width·threshold).</summary>
    private static class SingleExponential
    {
        public static float Derivative(float x, float alpha) => alpha * Exp(-MathF.Abs(alpha * x));

        public static float Primitive(float x, float alpha) => x < 0f ? Exp(alpha * x) : 2f - Exp(-alpha * x);
    }
}
