using Sgl;
using static Sgl.SpikeMath;

namespace TorchSharpConv;

/// <summary>
/// Leaky integrate-and-fire. Because the project refers to TorchSharp, the compiler adds <c>Lif.Module</c> to its kernels.
/// </summary>
[Surrogate(Kind.ATan, Alpha = 2)]
internal sealed partial class Lif
{
    [Parameter(Learnable = true, Min = 0f, Max = 1f)] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] private float v;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold; // soft reset, no gradient through it
        return spike;
    }
}
