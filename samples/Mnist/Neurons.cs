using Sgl;
using static Sgl.SpikeMath;

namespace Mnist;

/// <summary>The neuron of this sample: leaky integrate-and-fire. Its kernels are generated.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
internal partial class Lif
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] protected float v;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold; // soft reset, no gradient through it
        return spike;
    }
}

/// <summary>The same neuron with the derivative of the logistic function in place of the spike's.</summary>
[Surrogate(Kind.Sigmoid)]
internal sealed partial class SigmoidLif : Lif;

/// <summary>The same neuron with SuperSpike's derivative.</summary>
[Surrogate(Kind.FastSigmoid)]
internal sealed partial class FastSigmoidLif : Lif;

/// <summary>The same neuron with the true derivative, which is 0: no gradient passes its spikes.</summary>
[Surrogate(Kind.None)]
internal sealed partial class DeadLif : Lif;
