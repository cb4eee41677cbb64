namespace Sgl.Tests.Models;

/// <summary>The neuron of each kind of surrogate: its reset is differentiated, so that S̃′ is all over the gradient.</summary>
[Surrogate(Kind.None)]
public partial class NoneNeuron
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Beta = 0.8f;
    [State] protected float v;

    public float Step(float input)
    {
        v = Beta * v + input;
        float spike = SpikeMath.Spike(v - 0.5f);
        v -= 0.5f * spike;
        return spike;
    }
}

[Surrogate(Kind.Sigmoid)]
public partial class SigmoidNeuron : NoneNeuron;

[Surrogate(Kind.ATan)]
public partial class ATanNeuron : NoneNeuron;

[Surrogate(Kind.FastSigmoid)]
public partial class FastSigmoidNeuron : NoneNeuron;

[Surrogate(Kind.SoftSign)]
public partial class SoftSignNeuron : NoneNeuron;

[Surrogate(Kind.Gaussian)]
public partial class GaussianNeuron : NoneNeuron;

[Surrogate(Kind.Exponential)]
public partial class ExponentialNeuron : NoneNeuron;

[Surrogate(Kind.Tanh)]
public partial class TanhNeuron : NoneNeuron;

[Surrogate(Kind.LogAbs)]
public partial class LogAbsNeuron : NoneNeuron;

[Surrogate(Kind.QPseudoSpike)]
public partial class QPseudoSpikeNeuron : NoneNeuron;

[Surrogate(Kind.MultiGaussian)]
public partial class MultiGaussianNeuron : NoneNeuron;

[Surrogate(Kind.Triangle)]
public partial class TriangleNeuron : NoneNeuron;

[Surrogate(Kind.Rectangle)]
public partial class RectangleNeuron : NoneNeuron;

[Surrogate(Kind.PiecewiseLeakyReLU)]
public partial class PiecewiseLeakyReLUNeuron : NoneNeuron;

[Surrogate(Kind.S2NN)]
public partial class S2NNNeuron : NoneNeuron;

[Surrogate(Kind.StraightThrough)]
public partial class StraightThroughNeuron : NoneNeuron;

[Surrogate(Kind.SteSign)]
public partial class SteSignNeuron : NoneNeuron;

[Surrogate(Kind.ApproxSign)]
public partial class ApproxSignNeuron : NoneNeuron;

[Surrogate(Kind.SwishSign)]
public partial class SwishSignNeuron : NoneNeuron;

/// <summary>Every kind whose steepness can be learned.</summary>
[Surrogate(Kind.None)]
public partial class LearnedSteepnesses
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Steepness = 1.5f;

    public float Step(float x) =>
        SpikeMath.Spike(x, Kind.Sigmoid, Steepness)
        + SpikeMath.Spike(x, Kind.ATan, Steepness)
        + SpikeMath.Spike(x, Kind.SoftSign, Steepness)
        + SpikeMath.Spike(x, Kind.Gaussian, Steepness)
        + SpikeMath.Spike(x, Kind.Exponential, Steepness)
        + SpikeMath.Spike(x, Kind.Tanh, Steepness)
        + SpikeMath.Spike(x, Kind.LogAbs, Steepness)
        + SpikeMath.Spike(x, Kind.MultiGaussian, Steepness)
        + SpikeMath.Spike(x, Kind.Triangle, Steepness)
        + SpikeMath.Spike(x, Kind.Rectangle, Steepness)
        + SpikeMath.Spike(x, Kind.ApproxSign, Steepness)
        + SpikeMath.Spike(x, Kind.SwishSign, Steepness);
}

/// <summary>Kinds that are given an area of 1 at every steepness, and then can learn it.</summary>
[Surrogate(Kind.SteSign, AlphaParameter = nameof(Steepness), Normalize = Normalize.Area)]
public partial class NormalizedSign
{
    [Parameter(Learnable = true)] public float Steepness = 1.5f;

    public float Step(float x) => SpikeMath.Sign(x);
}

/// <summary>A class that only names its surrogate, one of binarized networks: it gives −1 and +1.</summary>
[Surrogate(Kind.SteSign)]
public partial class SteSignActivation;

[Surrogate(Kind.ApproxSign)]
public partial class ApproxSignActivation;

[Surrogate(Kind.SwishSign)]
public partial class SwishSignActivation;
