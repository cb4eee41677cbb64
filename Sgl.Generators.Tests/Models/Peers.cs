using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

// The neurons of other libraries, each in its library's equations and in their order. Every library but SpikingJelly
// and sinabs spikes above the threshold only; Spike does so at the threshold, too.

/// <summary>
/// snnTorch's Leaky(reset_mechanism="subtract"): the reset is that of the step before, and is not differentiated.
/// </summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SnnTorchSubtract
{
    [Parameter(Learnable = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true)] public float Threshold = 1f;
    [State] protected float u;

    public (float spike, float mem) Step(float x)
    {
        float beta = Beta < 0f ? 0f : Beta > 1f ? 1f : Beta;
        float reset = Detach(Spike(u - Threshold));
        u = beta * u + x - reset * Threshold;
        return (Spike(u - Threshold), u);
    }
}

[Surrogate(Kind.FastSigmoid, Alpha = 25)]
public partial class SnnTorchSubtractFastSigmoid : SnnTorchSubtract;

[Surrogate(Kind.Sigmoid, Alpha = 25)]
public partial class SnnTorchSubtractSigmoid : SnnTorchSubtract;

/// <summary>Leaky(beta=tensor): each neuron has its own.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SnnTorchPerNeuron
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true)] public float Threshold = 1f;
    [State] private float u;

    public (float spike, float mem) Step(float x)
    {
        float beta = Beta < 0f ? 0f : Beta > 1f ? 1f : Beta;
        float reset = Detach(Spike(u - Threshold));
        u = beta * u + x - reset * Threshold;
        return (Spike(u - Threshold), u);
    }
}

/// <summary>Leaky with its defaults: nothing is learned.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SnnTorchFixed
{
    [Parameter] public float Beta = 0.9f;
    [Parameter] public float Threshold = 1f;
    [State] private float u;

    public (float spike, float mem) Step(float x)
    {
        float reset = Detach(Spike(u - Threshold));
        u = Beta * u + x - reset * Threshold;
        return (Spike(u - Threshold), u);
    }
}

/// <summary>Leaky(reset_delay=False): the reset of this step at once, and this one is differentiated.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SnnTorchNoDelay
{
    [Parameter(Learnable = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true)] public float Threshold = 1f;
    [State] private float u;

    public (float spike, float mem) Step(float x)
    {
        float beta = Beta < 0f ? 0f : Beta > 1f ? 1f : Beta;
        float reset = Detach(Spike(u - Threshold));
        u = beta * u + x - reset * Threshold;
        float spike = Spike(u - Threshold);
        u -= (spike - reset) * Threshold;
        return (spike, u);
    }
}

/// <summary>Leaky(reset_mechanism="zero"): the old membrane becomes zero, the new input stays.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SnnTorchZero
{
    [Parameter(Learnable = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true)] public float Threshold = 1f;
    [State] private float u;

    public (float spike, float mem) Step(float x)
    {
        float beta = Beta < 0f ? 0f : Beta > 1f ? 1f : Beta;
        float reset = Detach(Spike(u - Threshold));
        u = beta * ((1f - reset) * u) + x;
        return (Spike(u - Threshold), u);
    }
}

/// <summary>SpikingJelly's IFNode(v_reset=0): a hard reset that is differentiated.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SpikingJellyIfHard
{
    [Parameter] public float VThreshold = 1f;
    [Parameter] public float VReset;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + x;
        float spike = Spike(h - VThreshold);
        v = spike * VReset + (1f - spike) * h;
        return (spike, v);
    }
}

/// <summary>IFNode(v_reset=None, detach_reset=True).</summary>
[Surrogate(Kind.Sigmoid, Alpha = 4)]
public partial class SpikingJellyIfSoft
{
    [Parameter] public float VThreshold = 1f;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + x;
        float spike = Spike(h - VThreshold);
        v = h - Detach(spike) * VThreshold;
        return (spike, v);
    }
}

/// <summary>LIFNode(decay_input=True, v_reset=0).</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SpikingJellyLifHard
{
    [Parameter] public float Tau = 2f;
    [Parameter] public float VThreshold = 1f;
    [Parameter] public float VReset;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + (x - (v - VReset)) / Tau;
        float spike = Spike(h - VThreshold);
        v = spike * VReset + (1f - spike) * h;
        return (spike, v);
    }
}

/// <summary>LIFNode(decay_input=True, v_reset=None, detach_reset=True).</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SpikingJellyLifSoft
{
    [Parameter] public float Tau = 2f;
    [Parameter] public float VThreshold = 1f;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + (x - v) / Tau;
        float spike = Spike(h - VThreshold);
        v = h - Detach(spike) * VThreshold;
        return (spike, v);
    }
}

/// <summary>LIFNode(decay_input=False, v_reset=None): a soft reset that is differentiated.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 4)]
public partial class SpikingJellyLifNoDecay
{
    [Parameter] public float Tau = 2f;
    [Parameter] public float VThreshold = 1f;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v - v / Tau + x;
        float spike = Spike(h - VThreshold);
        v = h - spike * VThreshold;
        return (spike, v);
    }
}

/// <summary>ParametricLIFNode(v_reset=None, detach_reset=True): 1/τ is the logistic function of w.</summary>
[Surrogate(Kind.ATan, Alpha = MathF.PI)]
public partial class SpikingJellyParametric
{
    [Parameter(Learnable = true)] public float W = -0.4f;
    [Parameter] public float VThreshold = 1f;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + (x - v) * (1f / (1f + Exp(-W)));
        float spike = Spike(h - VThreshold);
        v = h - Detach(spike) * VThreshold;
        return (spike, v);
    }
}

/// <summary>Norse's LIFBox with reset_value, which is differentiated.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 100)]
public partial class NorseBoxValue
{
    [Parameter] public float Dt = 0.001f;
    [Parameter(Learnable = true)] public float TauMemInv = 100f;
    [Parameter] public float VLeak;
    [Parameter(Learnable = true)] public float VTh = 1f;
    [Parameter] public float VReset;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + Dt * TauMemInv * (x + VLeak - v);
        float spike = Spike(h - VTh);
        v = (1f - spike) * h + spike * VReset;
        return (spike, v);
    }
}

/// <summary>LIFBox with reset_subtract.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 100)]
public partial class NorseBoxSubtract
{
    [Parameter] public float Dt = 0.001f;
    [Parameter(Learnable = true)] public float TauMemInv = 100f;
    [Parameter] public float VLeak;
    [Parameter(Learnable = true)] public float VTh = 1f;
    [State] private float v;

    public (float spike, float mem) Step(float x)
    {
        float h = v + Dt * TauMemInv * (x + VLeak - v);
        float spike = Spike(h - VTh);
        v = (1f - spike) * h + spike * (h - VTh);
        return (spike, v);
    }
}
