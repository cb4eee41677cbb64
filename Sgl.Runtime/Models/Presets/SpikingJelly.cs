using static Sgl.SpikeMath;

namespace Sgl.Presets;

/// <summary>
/// The neurons of SpikingJelly (Fang et al. 2023, doi:10.1126/sciadv.adi1480), with its equations in its order: charge,
/// spike at or above the threshold, reset at once. "Soft" is <c>v_reset=None</c>: the spike subtracts the threshold.
/// </summary>
/// <remarks>
/// The surrogate is that of all these classes by default, <c>Sigmoid(alpha=4)</c>; where the name ends in ATan it is
/// <c>ATan(alpha=2)</c>, which is <see cref="Kind.ATan"/> with Alpha π.
/// </remarks>
public static partial class SpikingJelly
{
    /// <summary><c>IFNode()</c>: no leak, and a hard reset that is differentiated.</summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class IFNode
    {
        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [Parameter] private protected float reset;
        [State] private protected float v;

        /// <summary>The membrane potential after a spike, and before the first step. Default 0.</summary>
        public float VReset
        {
            get => reset;
            init => (reset, v) = (value, value);
        }

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v + x;
            float spike = Spike(h - VThreshold);
            v = HardReset(h, spike, reset);
            return (spike, v);
        }
    }

    /// <summary><see cref="IFNode"/> with <c>surrogate_function=ATan()</c>.</summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class IFNodeATan : IFNode;

    /// <summary><c>IFNode(v_reset=None, detach_reset=True)</c>.</summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class SoftIFNode
    {
        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v + x;
            float spike = Spike(h - VThreshold);
            v = h - Detach(spike) * VThreshold;
            return (spike, v);
        }
    }

    /// <summary><c>LIFNode(tau=2.0)</c>: the input decays, too; a hard reset that is differentiated.</summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class LIFNode
    {
        /// <summary>The time constant in steps, above 1. Default 2.</summary>
        [Parameter] public float Tau = 2f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [Parameter] private protected float reset;
        [State] private protected float v;

        /// <summary>The membrane potential after a spike, at rest, and before the first step. Default 0.</summary>
        public float VReset
        {
            get => reset;
            init => (reset, v) = (value, value);
        }

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v + (x - (v - reset)) / Tau;
            float spike = Spike(h - VThreshold);
            v = HardReset(h, spike, reset);
            return (spike, v);
        }
    }

    /// <summary><see cref="LIFNode"/> with <c>surrogate_function=ATan()</c>.</summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class LIFNodeATan : LIFNode;

    /// <summary><c>LIFNode(tau=2.0, v_reset=None, detach_reset=True)</c>.</summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class SoftLIFNode
    {
        /// <summary>The time constant in steps, above 1. Default 2.</summary>
        [Parameter] public float Tau = 2f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [State] private protected float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v + (x - v) / Tau;
            float spike = Spike(h - VThreshold);
            v = h - Detach(spike) * VThreshold;
            return (spike, v);
        }
    }

    /// <summary><see cref="SoftLIFNode"/> with <c>surrogate_function=ATan()</c>.</summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class SoftLIFNodeATan : SoftLIFNode;

    /// <summary>
    /// <c>LIFNode(tau=2.0, decay_input=False, v_reset=None)</c>: a soft reset that is differentiated.
    /// </summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class UndecayedLIFNode
    {
        /// <summary>The time constant in steps, above 1. Default 2.</summary>
        [Parameter] public float Tau = 2f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v - v / Tau + x;
            float spike = Spike(h - VThreshold);
            v = h - spike * VThreshold;
            return (spike, v);
        }
    }

    /// <summary>
    /// <c>ParametricLIFNode(init_tau=2.0, v_reset=None, detach_reset=True)</c>: 1/τ is the logistic function of w,
    /// which the layer learns.
    /// </summary>
    [Surrogate(Kind.Sigmoid, Alpha = 4)]
    public partial class SoftParametricLIFNode
    {
        /// <summary>−ln(τ − 1), for a time constant of τ steps. Default 0: τ = 2.</summary>
        [Parameter(Learnable = true)] public float W;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float VThreshold = 1f;

        [State] private protected float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Spike, float V) Step(float x)
        {
            float h = v + (x - v) * (1f / (1f + Exp(-W)));
            float spike = Spike(h - VThreshold);
            v = h - Detach(spike) * VThreshold;
            return (spike, v);
        }
    }

    /// <summary><see cref="SoftParametricLIFNode"/> with <c>surrogate_function=ATan()</c>.</summary>
    [Surrogate(Kind.ATan, Alpha = MathF.PI)]
    public partial class SoftParametricLIFNodeATan : SoftParametricLIFNode;

    private static float HardReset(float h, float spike, float reset) => spike * reset + (1f - spike) * h;
}
