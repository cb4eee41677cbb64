using static Sgl.SpikeMath;

namespace Sgl.Tests.Models;

// Nothing but a function each, over the whole range of floats.
#pragma warning disable SGL0108

[Surrogate(Kind.None)]
public partial class ExpOnly
{
    public float Step(float x) => Exp(x);
}

[Surrogate(Kind.None)]
public partial class LogOnly
{
    public float Step(float x) => Log(x);
}

[Surrogate(Kind.None)]
public partial class TanhOnly
{
    public float Step(float x) => Tanh(x);
}

[Surrogate(Kind.None)]
public partial class SigmoidOnly
{
    public float Step(float x) => Sigmoid(x);
}

[Surrogate(Kind.None)]
public partial class SinOnly
{
    public float Step(float x) => Sin(x);
}

[Surrogate(Kind.None)]
public partial class CosOnly
{
    public float Step(float x) => Cos(x);
}

/// <summary>Powers by the general way, then those that are products and quotients.</summary>
[Surrogate(Kind.None)]
public partial class PowOnly
{
    public (float, float, float, float, float, float, float, float, float, float, float, float) Step(float x) => (
        Pow(x, -2f), Pow(x, -0.5f), Pow(x, 0.5f), Pow(x, 1.5f), Pow(x, 3f), Pow(x, 7f), Pow(x, 20f), Pow(x, 0.1f),
        Pow(x, -3f), Pow(x, 2f), Pow(x, 1f), Pow(x, -1f));
}

#pragma warning restore SGL0108

/// <summary>All functions within their domains, so that gradients exist.</summary>
[Surrogate(Kind.Sigmoid)]
public partial class Oscillator
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Frequency = 0.7f;
    [Parameter(Learnable = true)] public float Damping = 1.2f;
    [State] private float real = 0.1f;
    [State] private float imaginary;

    public (float spike, float amplitude) Step(float x)
    {
        float decay = Sigmoid(Damping);
        float cosine = Cos(Frequency) * decay, sine = Sin(Frequency) * decay;
        (real, imaginary) = (cosine * real - sine * imaginary + Tanh(x), sine * real + cosine * imaginary);
        float amplitude = Log(1f + real * real + imaginary * imaginary);
        return (Spike(Sin(imaginary) - 0.3f), amplitude + Cos(3f * x) + Pow(x, 2f) * Pow(1f + x * x, -1.5f));
    }
}
