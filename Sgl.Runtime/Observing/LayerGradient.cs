namespace Sgl;

/// <summary>The gradient of a layer's output, for some time steps.</summary>
public sealed class LayerGradient : LayerPass
{
    private readonly Lazy<Signal> _gradient;

    internal LayerGradient(PassPart part, Func<Signal> gradient)
        : base(part) =>
        _gradient = new Lazy<Signal>(gradient);

    /// <summary>
    /// dL/d(output), [<see cref="LayerPass.Steps"/>, B, <see cref="Layer.Outputs"/>]. Of layers that run once for all time
    /// steps because their input is constant, all but the last of them have the sum over time, which is constant too.
    /// </summary>
    public Signal Gradient => _gradient.Value;
}
