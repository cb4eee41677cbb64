#pragma warning disable SGL0111 // nothing bounds it in that library either
using static Sgl.Presets.Firing;

namespace Sgl.Presets;

/// <summary>
/// The feed-forward neurons of Norse (Pehle and Pedersen 2021, doi:10.5281/zenodo.4422025), with its equations in its
/// order: Euler steps of 1 ms with inverse time constants in 1/s, a spike above the threshold and not at it, and a
/// reset at once, which is differentiated.
/// </summary>
/// <remarks>The surrogate is Norse's default, <c>super</c> with alpha 100.</remarks>
public static partial class Norse
{
    /// <summary><c>LIFBoxCell</c> with <c>reset_value</c>: no synapse, and the membrane is put to VReset.</summary>
    [Surrogate(Kind.FastSigmoid, Alpha = 100)]
    public partial class LIFBox
    {
        /// <summary>Duration of a step in s. Default 0.001.</summary>
        [Parameter] public float Dt = 0.001f;

        /// <summary>1/τ of the membrane in 1/s. Default 100.</summary>
        [Parameter(Learnable = true)] public float TauMemInv = 100f;

        /// <summary>The membrane potential at rest. Default 0.</summary>
        [Parameter] public float VLeak;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float VTh = 1f;

        /// <summary>The membrane potential after a spike. Default 0.</summary>
        [Parameter] public float VReset;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Z, float V) Step(float x)
        {
            float h = v + Dt * TauMemInv * (x + VLeak - v);
            float z = Above(h - VTh);
            v = (1f - z) * h + z * VReset;
            return (z, v);
        }
    }

    /// <summary><c>LIFBoxCell</c> with <c>reset_subtract</c>: the spike subtracts the threshold.</summary>
    [Surrogate(Kind.FastSigmoid, Alpha = 100)]
    public partial class SubtractLIFBox
    {
        /// <summary>Duration of a step in s. Default 0.001.</summary>
        [Parameter] public float Dt = 0.001f;

        /// <summary>1/τ of the membrane in 1/s. Default 100.</summary>
        [Parameter(Learnable = true)] public float TauMemInv = 100f;

        /// <summary>The membrane potential at rest. Default 0.</summary>
        [Parameter] public float VLeak;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float VTh = 1f;

        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">The input current.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Z, float V) Step(float x)
        {
            float h = v + Dt * TauMemInv * (x + VLeak - v);
            float z = Above(h - VTh);
            v = (1f - z) * h + z * (h - VTh);
            return (z, v);
        }
    }

    /// <summary>
    /// <c>LIFCell</c>: the input jumps a current, which the membrane takes before it decays. Only here the reset is
    /// differentiated; that of Norse's recurrent <c>LIFRecurrentCell</c> is not.
    /// </summary>
    /// <remarks><code>
    /// i ← i + x
    /// v ← v + Dt·TauMemInv·(VLeak − v + i)
    /// i ← i − Dt·TauSynInv·i
    /// z where v &gt; VTh
    /// v ← VReset where z
    /// </code></remarks>
    [Surrogate(Kind.FastSigmoid, Alpha = 100)]
    public partial class LIF
    {
        /// <summary>Duration of a step in s. Default 0.001.</summary>
        [Parameter] public float Dt = 0.001f;

        /// <summary>1/τ of the current in 1/s. Default 200.</summary>
        [Parameter(Learnable = true)] public float TauSynInv = 200f;

        /// <summary>1/τ of the membrane in 1/s. Default 100.</summary>
        [Parameter(Learnable = true)] public float TauMemInv = 100f;

        /// <summary>The membrane potential at rest. Default 0.</summary>
        [Parameter] public float VLeak;

        /// <summary>The threshold. Default 1.</summary>
        [Parameter(Learnable = true)] public float VTh = 1f;

        /// <summary>The membrane potential after a spike. Default 0.</summary>
        [Parameter] public float VReset;

        [State] private float i;
        [State] private float v;

        /// <summary>One time step.</summary>
        /// <param name="x">What arrives at the synapses.</param>
        /// <returns>The spike, and the membrane potential after its reset.</returns>
        public (float Z, float V) Step(float x)
        {
            i += x;
            v += Dt * TauMemInv * (VLeak - v + i);
            i -= Dt * TauSynInv * i;
            float z = Above(v - VTh);
            v = (1f - z) * v + z * VReset;
            return (z, v);
        }
    }
}
