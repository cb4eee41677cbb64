namespace Sgl;

/// <summary>A layer of several inputs and no parameters on a device.</summary>
internal abstract class DeviceJoin : DeviceLayer
{
    protected DeviceJoin(Join layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math) => (Math, Output) = (math, memory.Floats());

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => [];

    protected DeviceComputing Math { get; }

    protected GrowingDeviceBuffer<float> Output { get; }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass) => Layer.Plan(pass);
}
