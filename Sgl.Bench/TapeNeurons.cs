using static Sgl.SpikeMath;

namespace Sgl.Bench;

/// <summary>The neuron of <see cref="Lif"/>, whose membrane is saved for the backward pass.</summary>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Save)]
internal sealed partial class SavingLif : Lif;

/// <summary>Two states, the second of which raises the threshold after a spike, and decays that are learned.</summary>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Save)]
internal partial class SavingAdaptiveLif
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.9f;
    [Parameter(Learnable = true, PerNeuron = true)] public float Rho = 0.95f;
    [Parameter] public float Strength = 0.1f;
    [Parameter] public float Threshold = 1f;
    [State] protected float v;
    [State] protected float adaptation;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = Spike(v - (Threshold + Strength * adaptation));
        v -= Detach(spike) * Threshold;
        adaptation = Rho * adaptation + spike;
        return spike;
    }
}

/// <inheritdoc/>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Recompute)]
internal sealed partial class RecomputingAdaptiveLif : SavingAdaptiveLif;

/// <summary>A quadratic membrane in four steps of a quarter millisecond, as Izhikevich 2003 has it in two.</summary>
[Surrogate(Kind.ATan, Alpha = 0.1f, Tape = Tape.Save)]
internal partial class SavingIzhikevich
{
    private const int SubSteps = 4;
    private const float Peak = 30f;

    [Parameter] public float A = 0.02f;
    [Parameter] public float B = 0.2f;
    [Parameter] public float C = -65f;
    [Parameter] public float D = 8f;
    [State] protected float v = -65f;
    [State] protected float u = -13f;

    public float Step(float input)
    {
        for (int k = 0; k < SubSteps; k++) v += (0.04f * v * v + 5f * v + 140f - u + input) / SubSteps;
        v = MathF.Min(v, Peak);
        u += A * (B * v - u);
        float spike = Spike(v - Peak);
        if (spike == 1f) v = C;
        u += D * spike;
        return spike;
    }
}

/// <inheritdoc/>
[Surrogate(Kind.ATan, Alpha = 0.1f, Tape = Tape.Recompute)]
internal sealed partial class RecomputingIzhikevich : SavingIzhikevich;

/// <summary>A membrane with an exponential, as Fourcaud-Trocmé et al. 2003 have it.</summary>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Save)]
internal partial class SavingExponentialIf
{
    [Parameter] public float Tau = 5f;
    [Parameter] public float Onset = 0.8f;
    [Parameter] public float Sharpness = 0.2f;
    [Parameter] public float Peak = 1.5f;
    [State] protected float v;

    public float Step(float input)
    {
        v += (Sharpness * Exp(MathF.Min((v - Onset) / Sharpness, 20f)) - v + input) / Tau;
        float spike = Spike(v - Peak);
        if (spike == 1f) v = 0f;
        return spike;
    }
}

/// <inheritdoc/>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Recompute)]
internal sealed partial class RecomputingExponentialIf : SavingExponentialIf;

/// <summary>The same with a second state that adapts, as Brette and Gerstner 2005 have it, in two half steps.</summary>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Save)]
internal partial class SavingAdEx
{
    private const int SubSteps = 2;

    [Parameter] public float Tau = 9.4f;
    [Parameter] public float TauW = 144f;
    [Parameter] public float A = 0.13f;
    [Parameter] public float B = 0.13f;
    [Parameter] public float Sharpness = 0.1f;
    [Parameter] public float Peak = 1.5f;
    [State] protected float v;
    [State] protected float w;

    public float Step(float input)
    {
        for (int k = 0; k < SubSteps; k++)
        {
            float current = Sharpness * Exp(MathF.Min((v - 1f) / Sharpness, 20f));
            v += (current - v - w + input) / (SubSteps * Tau);
        }

        w += (A * v - w) / TauW;
        float spike = Spike(v - Peak);
        if (spike == 1f) v = 0f;
        w += B * spike;
        return spike;
    }
}

/// <inheritdoc/>
[Surrogate(Kind.ATan, Alpha = 2, Tape = Tape.Recompute)]
internal sealed partial class RecomputingAdEx : SavingAdEx;
