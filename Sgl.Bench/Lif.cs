using static Sgl.SpikeMath;

namespace Sgl.Bench;

/// <summary>The neuron that is measured: leaky, soft reset, detached.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
internal partial class Lif
{
    [Parameter] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] protected float v;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}
