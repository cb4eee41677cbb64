using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

/// <summary>The README's neuron: leaky, soft reset, detached.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class Lif
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.9f;
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

/// <summary>The same step with another gradient, by inheritance.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 4)]
public partial class SigmoidLif : Lif;

[Surrogate(Kind.FastSigmoid)]
public partial class FastSigmoidLif : Lif;

[Surrogate(Kind.None)]
public partial class NoneLif : Lif;

/// <summary>No spike at all: an analog readout.</summary>
[Surrogate(Kind.None)]
public partial class Integrator
{
    [Parameter(Learnable = true)] public float Beta = 0.8f;
    [State] private float v;

    public float Step(float input)
    {
        v = Beta * v + (1f - Beta) * input;
        return v;
    }
}

/// <summary>No parameter, no leak, hard reset that is differentiated.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 5)]
public partial class HardIf
{
    [State] private float v = 0.25f;

    public float Step(float input)
    {
        v += input;
        float s = Spike(v - 1f);
        v = (1f - s) * v;
        return s;
    }
}

/// <summary>No state: an activation.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 3)]
public partial class Binarize
{
    public float Step(float x) => Spike(x);
}

/// <summary>Nothing but the exponential.</summary>
[Surrogate(Kind.None)]
public partial class Exponential
{
#pragma warning disable SGL0108 // An Exp that overflows is what tests want.
    public float Step(float x) => Exp(x);
#pragma warning restore SGL0108
}
