using Sgl;
using static Sgl.SpikeMath;

namespace DeadGradient;

/// <summary>
/// Leaky integrate-and-fire. Each class below has this <see cref="Step"/> and its own derivative of the spike; nothing
/// else differs.
/// </summary>
internal abstract class Lif
{
    /// <summary>α of the surrogate, above 0. A parameter instead of a constant, so that one class serves a whole sweep.</summary>
    [Parameter] public float Steepness = 1f;

    [State] protected float v;

    public float Step(float input)
    {
        v = 0.9f * v + input;
        float spike = Spike(v - 1f);
        v -= Detach(spike);
        return spike;
    }
}

/// <summary>The true derivative, which is 0.</summary>
[Surrogate(Kind.None)]
internal sealed partial class TrueLif : Lif;

[Surrogate(Kind.Sigmoid, AlphaParameter = nameof(Steepness))]
internal sealed partial class SigmoidLif : Lif;

[Surrogate(Kind.ATan, AlphaParameter = nameof(Steepness))]
internal sealed partial class ATanLif : Lif;

[Surrogate(Kind.FastSigmoid, AlphaParameter = nameof(Steepness))]
internal sealed partial class FastSigmoidLif : Lif;

[Surrogate(Kind.Triangle, AlphaParameter = nameof(Steepness))]
internal sealed partial class TriangleLif : Lif;
