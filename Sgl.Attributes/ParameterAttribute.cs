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
    /// Whether every neuron of a layer has a value of its own; else the layer shares one. Default false.
    /// </summary>
    public bool PerNeuron { get; set; }
}
