namespace Sgl;

/// <summary>A <see cref="NamedOutput"/> on a device.</summary>
internal sealed class DeviceNamedOutput(NamedOutput layer, DeviceComputing math) : DeviceLayer(layer, math)
{
    /// <summary>The layer that it is an output of, on the device.</summary>
    public INamedOutputs Source { get; set; } = null!; // set once all layers are placed

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => [];

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass) => [];

    /// <inheritdoc/>
    public override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass) =>
        Source.NamedOutput(layer.Index, inputs[0]) with { IsBinary = GivesSpikes };

    /// <inheritdoc/>
    public override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        Source.TakeGradient(layer.Index, outputGradient);
        inputGradients[0] = outputGradient; // nobody reads it
    }
}
