namespace Sgl;

/// <summary>A <see cref="BackendLayer"/> on a device.</summary>
internal sealed class DeviceBackendLayer(BackendLayer layer, GpuBackend on) : DeviceLayer(layer, on.Math)
{
    private readonly PlacedLayer _placed = Place(layer, on);

    /// <inheritdoc/>
    public override IPassStates? States => _placed.States;

    /// <inheritdoc/>
    public override IDelayLine? Line => _placed.Line;

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => field ??=
        [.. layer.Parameters.Select(parameter => (PlacedParameter)_placed.Place.Parameter(parameter))];

    /// <inheritdoc cref="LayerPlace.MayBeFedSpikes"/>
    public bool MayBeFedSpikes
    {
        set => _placed.Place.MayBeFedSpikes = value;
    }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass) => _placed.Plan(pass);

    /// <inheritdoc/>
    public override void CopySettings() => _placed.CopySettings();

    /// <inheritdoc/>
    public override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass) => _placed.RunForward(inputs, pass);

    /// <inheritdoc/>
    public override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
        _placed.RunBackward(outputGradient, inputGradients, pass);

    // States and layers within it would stay on the processor.
    private static PlacedLayer Place(BackendLayer layer, GpuBackend on)
    {
        PlacedLayer placed = layer.On(on);
        if (layer.Inner.Count == 0 && (layer.States is null || placed.States is not null)) return placed;
        throw new NotSupportedException(
            $"{layer} does not run on a device: it has {(layer.Inner.Count > 0 ? "layers within it" : "states of its own")}, which stay "
            + "on the processor. Join layers by nodes instead.");
    }
}
