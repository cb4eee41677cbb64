using static Sgl.SpikeMath;

namespace Sgl.Bench;

/// <summary>The neuron of <see cref="Lif"/> with the derivative of the logistic function, which takes an exponential.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 4)]
internal sealed partial class SigmoidLif : Lif;

/// <summary>The neuron of <see cref="Lif"/> with a derivative that takes a division.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 10)]
internal sealed partial class FastSigmoidLif : Lif;

/// <summary>The neuron of <see cref="Lif"/> with a derivative that takes neither a division nor an exponential.</summary>
[Surrogate(Kind.Triangle)]
internal sealed partial class TriangleLif : Lif;

/// <summary>The neuron of <see cref="Lif"/> with a derivative of 1 everywhere.</summary>
[Surrogate(Kind.StraightThrough)]
internal sealed partial class StraightThroughLif : Lif;

/// <summary>The neuron of <see cref="Lif"/>, of which nothing is saved for the backward pass.</summary>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Recompute)]
internal sealed partial class RecomputingLif : Lif;

/// <summary>Two states: a synaptic current that decays, and the membrane that it drives.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
internal sealed partial class TwoStateLif
{
    [Parameter] public float Alpha = 0.8f;
    [Parameter] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] private float current;
    [State] private float v;

    public float Step(float input)
    {
        current = Alpha * current + input;
        v = Beta * v + current;
        float spike = Spike(v - Threshold);
        v -= Detach(spike) * Threshold;
        return spike;
    }
}

/// <summary>The output layer of the networks that are measured: a membrane that never spikes.</summary>
[Surrogate(Kind.None)]
internal sealed partial class Readout
{
    [Parameter] public float Beta = 0.9f;
    [State] private float membrane;

    public float Step(float input)
    {
        membrane = Beta * membrane + input;
        return membrane;
    }
}
