using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

/// <summary>What several models below share: helpers and constants of another class.</summary>
public static class Dynamics
{
    public const int SubSteps = 4;

    public static readonly float Rest = -0.05f;
    public static readonly float Leak = MathF.Sqrt(0.04f) + Rest * 0f;

    /// <summary>One Euler step of a membrane.</summary>
    public static float Relax(float v, float drive, float rate = 0.1f) => v + rate * (Rest - v + drive);

    /// <summary>A quadratic membrane and its recovery: two values at once, with a loop and a branch inside.</summary>
    public static (float, float) Quadratic(float v, float u, float drive, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            float slope = v * v - u + drive;
            if (slope > 2f) slope = 2f;
            v = Relax(v, slope, 1f / steps);
            u += Leak / steps * (Half(v) - u);
        }

        return (v, u);
    }

    private static float Half(float x)
    {
        float doubled = x + x;
        return 0.25f * doubled;
    }
}

/// <summary>
/// Two spikes with different surrogates, an if/else, sub-steps in a helper of another class, hoisted decays and a
/// learnable parameter of each neuron.
/// </summary>
[Surrogate(Kind.ATan, Alpha = 3)]
public partial class TwoSpikes
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Tau = 6f;
    [Parameter(Learnable = true)] public float TauSlow = 20f;
    [Parameter(Learnable = true)] public float Gain = 0.8f;
    [Parameter] public float Threshold = 0.6f;
    [State] private float v;
    [State] private float u = 0.1f;
    [State] private float slow;

    public (float spike, float burst, float membrane) Step(float input)
    {
        float decay = Exp(-1f / Tau);
        float slowDecay = Exp(-1f / TauSlow);
        slow = slowDecay * slow + (1f - slowDecay) * input;
        (v, u) = Dynamics.Quadratic(decay * v, u, Gain * input, Dynamics.SubSteps);

        float spike = Spike(v - Threshold);
        float burst = Spike(slow - 0.5f * Threshold, Kind.Sigmoid, 5f);
        if (spike == 1f)
        {
            v -= Detach(spike) * Threshold;
            u += 0.2f * burst;
        }
        else
        {
            v = Math.Clamp(v, -1f, 2f);
        }

        return (spike, burst, v);
    }
}

/// <summary>Loops that count down, nest and skip, ints that branch, and a chain of deconstructions.</summary>
[Surrogate(Kind.FastSigmoid, Alpha = 3)]
public partial class Loops
{
    private const float Step0 = 0.125f;
    private static readonly int Last = Dynamics.SubSteps - 1;

    [Parameter(Learnable = true)] public float Rate = 0.3f;
    [State] private float a;
    [State] private float b = 0.2f;

    public (float, float) Step(float x)
    {
        for (int i = Last; i >= 0; i -= 2)
        {
            for (int k = 0; k < 2; k++)
            {
                a += Rate * (x - a) * (i * Step0 + k);
                if ((i + k) % 2 == 0) b -= Step0 * b;
            }
        }

        (a, b) = (0.5f * b + a, a * 0.25f);
        var (c, _) = (a - b, 2f);
        (float d, bool high) = (c * 2, c > 0.1f);
        return (Spike(high ? d : c), b);
    }
}

/// <summary>Signs and spikes of binarized networks, and a step that is a call.</summary>
[Surrogate(Kind.Sigmoid, Alpha = 2)]
public partial class Signs
{
    [Parameter(Learnable = true)] public float Shift = 0.1f;

    public (float sign, float other) Step(float x) => Both(x - Shift, x);

    private (float, float) Both(float centered, float x) => (Sign(centered), Sign(x * Shift, Kind.FastSigmoid) * x);
}

/// <summary>A class that only names its surrogate.</summary>
[Surrogate(Kind.ATan)]
public partial class Activation;

/// <summary>The user's own surrogate, with its primitive.</summary>
public static class Bump
{
    public static float Derivative(float x, float alpha)
    {
        float scaled = alpha * x;
        return alpha / (2f * Root(scaled) * (1f + scaled * scaled));
    }

    public static float Primitive(float x, float alpha) => 0.5f + 0.5f * alpha * x / Root(alpha * x);

    private static float Root(float x) => MathF.Sqrt(1f + x * x);
}

[Surrogate(typeof(Bump), Alpha = 2)]
public partial class OwnSurrogate
{
    [Parameter(Learnable = true)] public float Beta = 0.8f;
    [State] private float v;

    public float Step(float x)
    {
        v = Beta * v + x;
        float spike = Spike(v - 1f);
        v -= spike * Spike(x, typeof(Bump));
        return spike;
    }
}

/// <summary>The steepness is learned with the rest, by each neuron for one spike and shared for the other.</summary>
[Surrogate(Kind.ATan, AlphaParameter = nameof(Steepness))]
public partial class LearnedSteepness
{
    [Parameter(Learnable = true, PerNeuron = true, Min = 0.5f, Max = 10f)] public float Steepness = 2f;
    [Parameter(Learnable = true)] public float Other = 3f;
    [State] private float v;

    public float Step(float x)
    {
        v = 0.9f * v + x;
        float spike = Spike(v - 1f);
        v -= spike;
        return spike - 0.5f * Spike(v - 0.5f, Kind.Sigmoid, Other);
    }
}

/// <summary>A surrogate of area 1 that has another area of itself, at a learned steepness.</summary>
[Surrogate(Kind.FastSigmoid, AlphaParameter = nameof(Steepness), Normalize = Normalize.Area)]
public partial class NormalizedSteepness
{
    [Parameter(Learnable = true)] public float Steepness = 4f;
    [State] private float v;

    public float Step(float x)
    {
        v = 0.9f * v + x;
        float spike = Spike(v - 1f);
        v -= spike;
        return spike;
    }
}

/// <summary>Functions that are one operation, with derivatives at either side of their kinks.</summary>
[Surrogate(Kind.ATan)]
public partial class OneOperation
{
    [Parameter(Learnable = true)] public float Low = -0.4f;
    [State] private float v;

    public (float spike, float other) Step(float x)
    {
        v = MathF.FusedMultiplyAdd(0.5f, v, MathF.Max(x, Low));
        float root = MathF.Sqrt(1f + MathF.Abs(v));
        float least = MathF.Min(root, x * x);
        float steps = MathF.Floor(x) + MathF.Ceiling(v) + MathF.Round(2f * x) - MathF.Truncate(v);
        return (Spike(least - 1f), Math.Clamp(steps * v, Low, 3f));
    }
}
