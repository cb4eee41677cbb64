using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

/// <summary>Slopes that are infinite or NaN where another branch is taken: of inputs, states, parameters and hoisted values.</summary>
[Surrogate(Kind.ATan)]
public partial class Guarded
{
    [Parameter(Learnable = true)] public float Tau = 2f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Gain = 0.5f;
    [State] private float v;
    [State] private float wait;

    public (float spike, float analog) Step(float x)
    {
        float rate = MathF.Abs(x) < 0.01f ? 1f + 0.5f * x : x / (1f - Exp(MathF.Min(-x, 20f)));
        float drive = 0.1f * x;
        if (Gain * x > 0.05f) drive = MathF.Sqrt(Gain * x);
        float wave = x == 0f ? 1f : Sin(Gain * x) / x;
        float decay = Tau > 0f ? Exp(-1f / Tau) : 0f;
        v = decay * v + (wait > 0f ? drive / wait : drive) + 0.1f * rate;
        float spike = Spike(v - 1f);
        v -= Detach(spike);
        wait = spike > 0f ? 3f : MathF.Max(wait - 1f, 0f);
        float power = v > 0.1f ? Pow(v, -0.5f) : Clamp(v, -1f, 1f);
        return (spike, wave + power);
    }
}

/// <summary>A resource that shrinks the input while it recovers, and is 0 at rest.</summary>
[Surrogate(Kind.Triangle)]
public partial class Shunted
{
    [State] private float v;
    [State] private float wait;

    public float Step(float input)
    {
        v = 0.9f * v;
        if (wait > 0f) v += input / wait;
        else v += input;
        float spike = Spike(v - 1f);
        v -= Detach(spike);
        wait = spike > 0f ? 3f : MathF.Max(wait - 1f, 0f);
        return spike;
    }
}
