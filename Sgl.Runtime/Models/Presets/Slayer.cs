using static Sgl.SpikeMath;

namespace Sgl.Presets;

/// <summary>
/// The neuron of SLAYER in lava-dl (Shrestha and Orchard 2018, "SLAYER: Spike layer error reassignment in time",
/// NeurIPS), with its equations in their order, in floats instead of the integers of Loihi.
/// </summary>
public static partial class Slayer
{
    /// <summary>
    /// <c>cuba</c>: current and membrane decay, a spike at or above the threshold puts the membrane to 0, and the
    /// backward pass goes on as if there were no reset.
    /// </summary>
    /// <remarks><code>
    /// i ← (1 − CurrentDecay)·i + x
    /// v ← (1 − VoltageDecay)·v + i
    /// spike where v ≥ Threshold
    /// v ← 0 after a spike
    /// </code>
    /// The surrogate is lava-dl's with <c>tau_grad=1</c>, <c>scale_grad=1</c> at threshold 1: wide and low.</remarks>
    [Surrogate(typeof(Exponential), Alpha = 0.01f)]
    public partial class Cuba
    {
        /// <summary>What the current loses in a step, 0 to 1. Default 0.25.</summary>
        [Parameter] public float CurrentDecay = 0.25f;

        /// <summary>What the membrane loses in a step, 0 to 1. Default 0.03.</summary>
        [Parameter] public float VoltageDecay = 0.03f;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter] public float Threshold = 1f;

        [State] private float i;
        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">What arrives at the synapses.</param>
        /// <returns>The spike, and the membrane potential before its reset.</returns>
        public (float Spike, float Voltage) Step(float x)
        {
            i = (1f - CurrentDecay) * i + x;
            float voltage = (1f - VoltageDecay) * v + i;
            float spike = Spike(voltage - Threshold);
            v = voltage - Detach(spike * voltage);
            return (spike, voltage);
        }
    }

    /// <summary>
    /// ρ·(α/2)·exp(−α|x|): <c>Kind.Exponential</c> times ρ = 0.1·scale_grad, and α = 1/(100·tau_grad·threshold).
    /// </summary>
    private static class Exponential
    {
        private const float Rho = 0.1f;

        public static float Derivative(float x, float alpha) => Rho * 0.5f * alpha * Exp(-MathF.Abs(alpha * x));

        public static float Primitive(float x, float alpha) =>
            x < 0f ? Rho * 0.5f * Exp(alpha * x) : Rho * (1f - 0.5f * Exp(-alpha * x));
    }
}
