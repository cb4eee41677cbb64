#pragma warning disable SGL0111 // nothing bounds it in that library either
using static Sgl.Presets.Firing;
using static Sgl.SpikeMath;

namespace Sgl.Presets;

/// <summary>
/// The neurons of snnTorch (Eshraghian et al. 2023, doi:10.1109/JPROC.2023.3308088), with its equations in its order:
/// they spike above the threshold, not at it. Each reset is of the spike one step before, is not differentiated, and
/// subtracts the threshold after the decay. Decays are clamped to 0…1 in every step, their gradient with them.
/// </summary>
/// <remarks>The surrogate is snnTorch's default, <c>atan(alpha=2)</c>: <see cref="Kind.ATan"/> with Alpha π.</remarks>
public static partial class SnnTorch
{
    /// <summary><c>Leaky(beta)</c> as it is by default: nothing is learned.</summary>
    /// <remarks><code>
    /// reset = u &gt; Threshold
    /// u ← Beta·u + x − reset·Threshold
    /// spike where u &gt; Threshold
    /// </code></remarks>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class Leaky
    {
        /// <summary>The decay, 0 to 1. Default 0.9.</summary>
        [Parameter] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float Threshold = 1f;

        [State] private float u;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            u = Subtract(u, x, Beta, Threshold);
            return (Above(u - Threshold), u);
        }
    }

    /// <summary><c>Leaky(beta, learn_beta=True, learn_threshold=True)</c>, one of each for the layer.</summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class LearnedLeaky
    {
        /// <summary>The decay, 0 to 1. Default 0.9.</summary>
        [Parameter(Learnable = true)] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float Threshold = 1f;

        [State] private protected float u;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            u = Subtract(u, x, Beta, Threshold);
            return (Above(u - Threshold), u);
        }
    }

    /// <summary>
    /// <see cref="LearnedLeaky"/> with <c>spike_grad=fast_sigmoid(slope=25)</c>, the function's default.
    /// </summary>
    [Surrogate(Kind.FastSigmoid, Alpha = 25)]
    public partial class LearnedLeakyFastSigmoid : LearnedLeaky;

    /// <summary><see cref="LearnedLeaky"/> with <c>spike_grad=sigmoid(slope=25)</c>, the function's default.</summary>
    [Surrogate(Kind.Sigmoid, Alpha = 25)]
    public partial class LearnedLeakySigmoid : LearnedLeaky;

    /// <summary>
    /// <c>Leaky(beta=tensor, learn_beta=True, learn_threshold=True)</c>: each neuron learns its decay.
    /// </summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class PerNeuronLeaky
    {
        /// <summary>The decay, 0 to 1. Default 0.9.</summary>
        [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float Threshold = 1f;

        [State] private float u;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            u = Subtract(u, x, Beta, Threshold);
            return (Above(u - Threshold), u);
        }
    }

    /// <summary>
    /// <c>Leaky(beta, reset_delay=False)</c>, learned: the reset comes in the step of the spike, and unlike the delayed
    /// one it is differentiated.
    /// </summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class NoDelayLeaky
    {
        /// <summary>The decay, 0 to 1. Default 0.9.</summary>
        [Parameter(Learnable = true)] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float Threshold = 1f;

        [State] private float u;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            float reset = Detach(Above(u - Threshold));
            u = Decay(Beta) * u + x - reset * Threshold;
            float spike = Above(u - Threshold);
            u -= (spike - reset) * Threshold;
            return (spike, u);
        }
    }

    /// <summary>
    /// <c>Leaky(beta, reset_mechanism="zero")</c>, learned: the old membrane becomes 0 and the new input stays. Of
    /// snnTorch's other neurons "zero" also drops the input.
    /// </summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class ZeroLeaky
    {
        /// <summary>The decay, 0 to 1. Default 0.9.</summary>
        [Parameter(Learnable = true)] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float Threshold = 1f;

        [State] private float u;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            float reset = Detach(Above(u - Threshold));
            u = Decay(Beta) * ((1f - reset) * u) + x;
            return (Above(u - Threshold), u);
        }
    }

    /// <summary>
    /// <c>Synaptic(alpha, beta)</c>: the input is a current that decays, and the membrane takes it in the same step.
    /// </summary>
    /// <remarks><code>
    /// reset = u &gt; Threshold
    /// syn ← Alpha·syn + x
    /// u ← Beta·u + syn − reset·Threshold
    /// spike where u &gt; Threshold
    /// </code></remarks>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class Synaptic
    {
        /// <summary>The decay of the current, 0 to 1. Default 0.8.</summary>
        [Parameter(Learnable = true)] public float Alpha = 0.8f;

        /// <summary>The decay of the membrane, 0 to 1. Default 0.9.</summary>
        [Parameter(Learnable = true)] public float Beta = 0.9f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float Threshold = 1f;

        [State] private float syn;
        [State] private float u;

        /// <summary>One time step.</summary>
        /// <param name="x">What arrives at the synapses.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Mem) Step(float x)
        {
            syn = Decay(Alpha) * syn + x;
            u = Subtract(u, syn, Beta, Threshold);
            return (Above(u - Threshold), u);
        }
    }

    private static float Decay(float beta) => Math.Clamp(beta, 0f, 1f);

    private static float Subtract(float u, float x, float beta, float threshold)
    {
        float reset = Detach(Above(u - threshold));
        return Decay(beta) * u + x - reset * threshold;
    }
}
