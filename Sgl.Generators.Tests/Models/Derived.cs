using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

// Models of Sgl.Runtime with another surrogate: their source is not part of this project.

/// <summary>A state that the base keeps to its assembly, and a parameter of each neuron.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 5)]
public partial class SharpLif : Sgl.Models.Lif;

/// <summary>Two private states, learned parameters of each neuron and of the layer, and defaults of its own.</summary>
[Surrogate(Kind.Triangle, Alpha = 2, Normalize = Normalize.Peak)]
public partial class QuickAdaptiveLif : Sgl.Models.AdaptiveLif
{
    public QuickAdaptiveLif() => (Rho, Threshold) = (0.8f, 0.5f);
}

/// <summary>A steepness of its own, which is learned.</summary>
[Surrogate(Kind.ATan, AlphaParameter = nameof(Steepness))]
public partial class SteepSynapticLif : Sgl.Models.SynapticLif
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 0.5f, Max = 10f)] public float Steepness = 2f;
}

/// <summary>A surrogate of the user, and states that do not begin at 0.</summary>
[Surrogate(typeof(Tent), Alpha = 0.5f)]
public partial class TentIzhikevich : Sgl.Models.Izhikevich
{
    private static class Tent
    {
        public static float Derivative(float x, float alpha) => MathF.Max(0f, alpha - alpha * alpha * MathF.Abs(x));

        public static float Primitive(float x, float alpha)
        {
            float y = Math.Clamp(alpha * x, -1f, 1f);
            return 0.5f + y * (1f - 0.5f * MathF.Abs(y));
        }
    }
}

/// <summary>A nested preset, two outputs, and helpers that the base keeps to itself.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 25)]
public partial class SigmoidLeaky : Sgl.Presets.SnnTorch.Leaky;

/// <summary>A preset that has a base of its own there, and a member that has the name of its state.</summary>
[Surrogate(Kind.Gaussian, Tape = Tape.Recompute)]
public partial class GaussianNode : Sgl.Presets.SpikingJelly.LIFNodeATan
{
    /// <summary>No state.</summary>
    public new const float v = 3f;
}

/// <summary>Two states of a preset that are learned through.</summary>
[Surrogate(Kind.SoftSign)]
public partial class SoftSignLIF : Sgl.Presets.Norse.LIF;

/// <summary>A base of the project between.</summary>
[Surrogate(Kind.Exponential)]
public partial class CoolHardResetLif : CoolBase;

/// <summary>No model itself.</summary>
public class CoolBase : Sgl.Models.HardResetLif
{
    public CoolBase() => Threshold = 0.75f;
}

/// <summary><see cref="SharpLif"/>, written out.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 5)]
public partial class SharpLifWritten
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] private float v;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}

/// <summary><see cref="QuickAdaptiveLif"/>, written out.</summary>
[Surrogate(Kind.Triangle, Alpha = 2, Normalize = Normalize.Peak)]
public partial class QuickAdaptiveLifWritten
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.95f;
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Rho = 0.8f;
    [Parameter(Learnable = true, Min = 0f)] public float Strength = 0.1f;
    [Parameter] public float Threshold = 0.5f;
    [State] private float v;
    [State] private float adaptation;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - (Threshold + Strength * adaptation));
        v -= Detach(spike) * Threshold;
        adaptation = Rho * adaptation + spike;
        return spike;
    }
}

/// <summary><see cref="SigmoidLeaky"/>, written out.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 25)]
public partial class SigmoidLeakyWritten
{
    [Parameter] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] private float u;

    public (float Spike, float Mem) Step(float x)
    {
        float reset = Detach(Above(u - Threshold));
        u = Math.Clamp(Beta, 0f, 1f) * u + x - reset * Threshold;
        return (Above(u - Threshold), u);
    }

    private static float Above(float x) => Spike(x == 0f ? x - 1e-30f : x);
}
