using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>One time step in operations of TorchSharp, from inputs and states to outputs and next states.</summary>
/// <param name="inputs">[B, …] each.</param>
/// <param name="states">The states.</param>
/// <param name="parameter">A parameter by its name.</param>
internal delegate (Tensor[] Outputs, Tensor[] States) TorchStep(
    Tensor[] inputs, Tensor[] states, Func<string, Tensor> parameter);

/// <summary>
/// Models of the tests as people write them for autograd. The spike is the step forward and the surrogate backward:
/// S(x) + (H(x) − S(x)) without the gradient of the second part.
/// </summary>
internal static class TorchNeurons
{
    public static (Tensor[] Outputs, Tensor[] States) Lif(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = p("Beta") * s[0] + x[0];
        Tensor spike = Spike(v - p("Threshold"), u => (2f * u).atan() / MathF.PI);
        return ([spike], [v - spike.detach() * p("Threshold")]);
    }

    public static (Tensor[] Outputs, Tensor[] States) Integrator(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = p("Beta") * s[0] + (1f - p("Beta")) * x[0];
        return ([v], [v]);
    }

    /// <summary>A hard reset that is differentiated.</summary>
    public static (Tensor[] Outputs, Tensor[] States) HardIf(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = s[0] + x[0];
        Tensor spike = Spike(v - 1f, u => u / (1f + 5f * u.abs()));
        return ([spike], [(1f - spike) * v]);
    }

    /// <summary>Two inputs, states and outputs; a shared and a per-neuron parameter.</summary>
    public static (Tensor[] Outputs, Tensor[] States) Gated(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor decay = (-p("Dt") / p("Tau")).exp();
        Tensor i = (-p("Dt") / p("TauSyn")).exp() * s[0] + x[0] * x[1];
        Tensor opens = x[1].gt(0.5f).logical_and(i.ge(0f));
        Tensor v = where(opens, decay * s[1] + (1f - decay) * i, decay * s[1]);
        Tensor spike = Spike(v - p("Threshold"), u => (4f * u).sigmoid());
        v = (1f - spike) * v;
        return ([spike, v], [i, v]);
    }

    /// <summary>A learned steepness: the smooth step of area 1, ½ + αu/(2(1 + |αu|)).</summary>
    public static (Tensor[] Outputs, Tensor[] States) NormalizedSteepness(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = 0.9f * s[0] + x[0];
        Tensor spike = Spike(v - 1f, u => p("Steepness") * u / (2f * (1f + (p("Steepness") * u).abs())));
        return ([spike], [v - spike]);
    }

    /// <summary>Logistic bounds: the parameter is σ(w) of the learned w.</summary>
    public static (Tensor[] Outputs, Tensor[] States) Bounded(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = p("Decay").sigmoid() * s[0] + p("Gain") * x[0];
        return ([v], [v]);
    }

    /// <summary>Parameters of each channel, the size after [T, B].</summary>
    public static (Tensor[] Outputs, Tensor[] States) ByChannel(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor Channel(string name) => p(name).unsqueeze(-1);
        Tensor decay = (-1f / Channel("Tau")).exp(), offset = p("Offset").view_as(x[0][0]);
        Tensor v = decay * s[0] + (1f - decay) * (p("Gain") * x[0] + offset);
        Tensor spike = Spike(v - (Channel("Threshold") + s[1]), u => (2f * u).atan() / MathF.PI);
        return ([spike], [v - spike.detach() * Channel("Threshold"), 0.9f * s[1] + Channel("Jump") * spike]);
    }

    /// <summary>A neuron of Sgl.Runtime: three learnable parameters and two states.</summary>
    public static (Tensor[] Outputs, Tensor[] States) AdaptiveLif(Tensor[] x, Tensor[] s, Func<string, Tensor> p)
    {
        Tensor v = p("Beta") * s[0] + x[0];
        Tensor spike = Spike(v - (p("Threshold") + p("Strength") * s[1]), u => (2f * u).atan() / MathF.PI);
        return ([spike], [v - spike.detach() * p("Threshold"), p("Rho") * s[1] + spike]);
    }

    private static Tensor Spike(Tensor x, Func<Tensor, Tensor> surrogate)
    {
        Tensor smooth = surrogate(x);
        return smooth + (x.ge(0).to_type(float32) - smooth).detach();
    }
}
