namespace Sgl;

/// <summary>
/// Another output of a layer than the one that it returns, as a node of its own: it hands on what the layer's pass has left,
/// and hands the gradient back before the layer's own backward pass. See <see cref="NetworkNode.Output"/>.
/// </summary>
internal sealed class NamedOutput : Layer
{
    private readonly INamedOutputs _source;
    private readonly string _name;

    /// <param name="source">The layer, which is <see cref="INamedOutputs"/>.</param>
    /// <param name="index">Which of its outputs.</param>
    /// <param name="name">What that is called.</param>
    /// <param name="isSpike">Whether it is always 0 or 1.</param>
    public NamedOutput(Layer source, int index, string name, bool isSpike)
    {
        (_source, Source, Index, _name) = ((INamedOutputs)source, source, index, name);
        Traits = LayerTraits.ReleasesOutput | LayerTraits.TakesBits | (isSpike ? LayerTraits.GivesSpikes : LayerTraits.None);
    }

    /// <summary>The layer that it is an output of.</summary>
    public Layer Source { get; }

    /// <summary>Which of its outputs.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    // What it is given it does not read, in whichever form.
    protected internal override LayerTraits Traits { get; }

    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
    }

    /// <summary>The layer and the output, as in <c>Spiking&lt;Dendritic&gt;(64).Potential</c>.</summary>
    public override string ToString() => $"{Source}.{_name}";

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOnDevice(GpuBackend on) => new DeviceNamedOutput(this, on.Math);

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input) => input;

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass) => _source.NamedOutput(Index, input);

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        _source.TakeGradient(Index, outputGradient);
        return outputGradient; // discarded: the layer is given it by TakeGradient
    }
}

/// <summary>A layer of several outputs, where it computes.</summary>
internal interface INamedOutputs
{
    /// <summary>What the last forward pass has left of another output than the one that it returned.</summary>
    /// <param name="index">Which output, one of <see cref="Edges.NamedOutputs"/> of that pass.</param>
    /// <param name="returned">What the pass returned.</param>
    Signal NamedOutput(int index, Signal returned);

    /// <summary>Takes the gradient of such an output, ahead of the backward pass.</summary>
    /// <param name="index">Which output.</param>
    /// <param name="gradient">dL/d(output); it stays until that pass.</param>
    void TakeGradient(int index, Signal gradient);
}
