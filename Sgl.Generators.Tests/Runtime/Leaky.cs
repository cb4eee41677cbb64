namespace Sgl.Tests;

/// <summary>A leaky integrator with two analog outputs, on which the runtime is tested.</summary>
[Surrogate(Kind.None)]
internal partial class Leaky
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.8f;
    [Parameter(Learnable = true)] public float Gain = 1.5f;
    [Parameter(PerNeuron = true)] public float Offset = 0.1f;
    [State] public float U = 0.3f;

    public (float membrane, float energy) Step(float x)
    {
        U = Beta * U + Gain * x + Offset;
        return (U, U * U);
    }
}

/// <summary>The same neuron, of which forward saves what backward needs.</summary>
[Surrogate(Kind.None, Tape = Tape.Save)]
internal sealed partial class SavingLeaky : Leaky;

/// <summary>The same neuron, which backward runs through time once more.</summary>
[Surrogate(Kind.None, Tape = Tape.Recompute)]
internal sealed partial class RecomputingLeaky : Leaky;
