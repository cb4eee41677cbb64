using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

/// <summary>
/// The hidden neuron of SpyTorch's tutorial 1 (Zenke): it fires from the old membrane, which the old current then
/// drives; τ = 10 ms and 5 ms at steps of 1 ms. The reset is not differentiated.
/// </summary>
[Surrogate(Kind.FastSigmoid, Alpha = 100)]
public partial class SpyTorchHidden
{
    [Parameter] public float Alpha = MathF.Exp(-1f / 5f);
    [Parameter] public float Beta = MathF.Exp(-1f / 10f);
    [State] protected float syn;
    [State] protected float mem;

    public float Step(float h)
    {
        float spike = Spike(mem - 1f);
        mem = (Beta * mem + syn) * (1f - Detach(spike));
        syn = Alpha * syn + h;
        return spike;
    }
}

/// <summary>The negative control: no gradient passes a spike.</summary>
[Surrogate(Kind.None)]
public partial class SpyTorchDead : SpyTorchHidden;

/// <summary>The readout: the same two stages, and the output before each step, which starts at 0.</summary>
[Surrogate(Kind.None)]
public partial class SpyTorchReadout
{
    [Parameter] public float Alpha = MathF.Exp(-1f / 5f);
    [Parameter] public float Beta = MathF.Exp(-1f / 10f);
    [State] private float flt;
    [State] private float level;

    public float Step(float h)
    {
        float output = level;
        level = Beta * level + flt;
        flt = Alpha * flt + h;
        return output;
    }
}
