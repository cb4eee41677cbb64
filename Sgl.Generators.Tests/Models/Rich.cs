using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

/// <summary>Two states, inputs and outputs, exponentials of shared and of per-neuron parameters.</summary>
[Surrogate(Kind.Sigmoid)]
public partial class Gated
{
    [Parameter(Learnable = true)] public float Tau = 5f;
    [Parameter(Learnable = true, PerNeuron = true)] public float TauSyn = 3f;
    [Parameter] public float Dt = 1f;
    [Parameter(PerNeuron = true)] public float Threshold = 0.7f;
    [State] private float i;
    [State] private float v = 0.1f;

    public (float spike, float membrane) Step(float input, float gate)
    {
        float decay = Exp(-Dt / Tau);
        i = Exp(-Dt / TauSyn) * i + input * gate;
        if (gate > 0.5f && !(i < 0f))
        {
            v = decay * v + (1f - decay) * i;
        }
        else
        {
            v = decay * v;
        }

        float spike = Spike(v - Threshold);
        v = (1f - spike) * v;
        return (spike, v);
    }
}

/// <summary>An adaptive threshold, a refractory counter without gradient, and a reset in nested branches.</summary>
[Surrogate(Kind.ATan, Alpha = 3)]
public partial class Adaptive
{
    private const float Rest = -0.1f;

    [Parameter(Learnable = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Rho = 0.95f;
    [Parameter(Learnable = true)] public float Jump = 0.3f;
    [State] private float v = Rest;
    [State] private float b;
    [State] private float wait;

    public float Step(float current)
    {
        bool resting = wait > 0f;
        float drive = resting ? 0f : current;
        v = Beta * (v - Rest) + Rest + drive;
        float z = Spike(v - (1f + Jump * b));
        if (resting)
        {
            wait -= 1f;
        }
        else if (z == 1f)
        {
            wait = 2f;
            v = Rest;
        }

        b = Rho * b + z;
        return z;
    }
}

/// <summary>Every operator of the language, names that are keywords or that kernels use themselves.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 2)]
public partial class Operators
{
    [Parameter(Learnable = true)] public float _gain = 1.5f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Offset = 0.2f;
    [State] private float at;
    [State] private float t = 1f;

    public (float @event, float width, float) Step(float @in, float Width)
    {
        float a = -@in * _gain / (2f + Width * Width);
        float c = a, steps;
        bool up = a >= Offset || Width <= -1f && a != c;
        bool down = !(a < 0f | up) & !(a == 0f);
        at = 0.5f * at + (up ? a : down ? -a : +Offset);
        steps = at;
        t *= 0.9f;
#pragma warning disable SGL0108 // Overflow has the same bits everywhere, too.
        t += Exp(-at * at) - Exp(0.1f * Width);
#pragma warning restore SGL0108
        t /= 1f + Detach(at) * at;
        float first = Spike(at - 0.3f), second = Spike(steps + t);
        if (first > second) at -= first * _gain;
        if (second != 0f)
        {
            if (up) t = 0f;
            else t = t - second;
        }

        return (first, at * second, t - at);
    }
}

/// <summary>Bits that leave the time loop, shared and per neuron, and an output that is a constant.</summary>
[Surrogate(Kind.ATan)]
public partial class Switched
{
    [Parameter] public float Mode = 1f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Gain = 1f;
    [State] private float v;

    public (float spike, float one) Step(float x)
    {
        bool leaks = Mode > 0.9f, amplifies = Gain > 1f;
        v = leaks ? 0.5f * v + x : v + x;
        if (amplifies) v *= Gain;
        return (Spike(v - 1f), 1f);
    }
}

/// <summary>The least of all models.</summary>
[Surrogate(Kind.None)]
public partial class Silent
{
    public float Step(float x) => 0f;
}

/// <summary>A spike of a parameter: only what follows the time loop needs the exponential.</summary>
[Surrogate(Kind.Sigmoid)]
public partial class Decided
{
    [Parameter(Learnable = true)] public float Bias = 0.1f;

    public float Step(float x) => Spike(Bias) * x;
}

/// <summary>A state that is written and never read: its gradient comes from after the last step only.</summary>
[Surrogate(Kind.ATan)]
public partial class Last
{
#pragma warning disable SGL0102 // A state may be for those who look at it from outside.
    [State] private float last;
#pragma warning restore SGL0102
    [State] private float v;

    public float Step(float x, float unused)
    {
        v = 0.5f * v + x;
        last = v * x;
        return Spike(v - 1f);
    }
}

/// <summary>Parameters of every kind: shared, per neuron and per channel, learned and fixed, hoisted and not.</summary>
[Surrogate(Kind.ATan, Alpha = 2)]
public partial class ByChannel
{
    [Parameter(Learnable = true, PerChannel = true, Min = 1f, Max = 50f)] public float Tau = 5f;
    [Parameter(Learnable = true)] public float Gain = 0.8f;
    [Parameter(PerChannel = true)] public float Threshold = 0.9f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Offset = 0.1f;
    [Parameter(Learnable = true, PerChannel = true)] public float Jump = 0.2f;
    [State] private float v;
    [State] private float fatigue;

    public float Step(float input)
    {
        float decay = Exp(-1f / Tau);
        v = decay * v + (1f - decay) * (Gain * input + Offset);
        float spike = Spike(v - (Threshold + fatigue));
        v -= Detach(spike) * Threshold;
        fatigue = 0.9f * fatigue + Jump * spike;
        return spike;
    }
}
