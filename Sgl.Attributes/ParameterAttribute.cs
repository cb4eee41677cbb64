namespace Sgl;

/// <summary>
/// Marks a <see cref="float"/> field that <c>Step</c> reads and never writes, such as a decay or a threshold.
/// The field's value is the parameter's initial value in a network.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>
    /// Whether the backward kernel computes a gradient for it and optimizers change it. Default false.
    /// </summary>
    public bool Learnable { get; set; }

    /// <summary>
    /// Whether every neuron of a layer has a value of its own. Default false: the layer shares one.
    /// </summary>
    public bool PerNeuron { get; set; }

    /// <summary>
    /// Whether every channel of a layer has a value of its own, which its neurons share: of a population of shape [C, L] or
    /// [C, H, W] there are C values. Where a shape has no channels, [F], it is a value for each neuron. Default false.
    /// </summary>
    public bool PerChannel { get; set; }

    /// <summary>The least value that learning may give it. Default −∞; with <see cref="Bound.Logistic"/> 0.</summary>
    public float Min { get; set; } = float.NegativeInfinity;

    /// <summary>The largest value that learning may give it. Default ∞; with <see cref="Bound.Logistic"/> 1.</summary>
    public float Max { get; set; } = float.PositiveInfinity;

    /// <summary>How it is kept between <see cref="Min"/> and <see cref="Max"/>. Default <see cref="Bound.Clamp"/>.</summary>
    public Bound Bound { get; set; }
}
