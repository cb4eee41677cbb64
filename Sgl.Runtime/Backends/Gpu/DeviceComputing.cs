namespace Sgl;

/// <summary>All computing on a device but that of neurons.</summary>
internal sealed class DeviceComputing(KernelLauncher launcher) : IDisposable
{
    public KernelLauncher Launcher => launcher;

    public DeviceArrays Arrays { get; } = new(launcher);

    public DeviceElements Elements { get; } = new(launcher);

    public DeviceRowMath Rows { get; } = new(launcher);

    public DeviceSteps Steps { get; } = new(launcher);

    public OverTime Time { get; } = new(launcher);

    public DeviceClasses Classes { get; } = new(launcher);

    public DeviceCrossEntropy CrossEntropy { get; } = new(launcher);

    public DeviceSums Sums { get; } = new(launcher);

    public DeviceCopy Copies { get; } = new(launcher);

    public DeviceColumnCopy ColumnCopies { get; } = new(launcher);

    public DeviceDelayLine Delays { get; } = new(launcher);

    public DeviceProduct Products { get; } = new(launcher);

    public DeviceSpikeProduct SpikeProducts { get; } = new(launcher);

    public DeviceSpikePacker Packer { get; } = new(launcher);

    public SpikesFromTime FromTime { get; } = new(launcher);

    public SpikeColumns Columns { get; } = new(launcher);

    public DeviceLearned Learned { get; } = new(launcher);

    public DevicePrediction Prediction { get; } = new(launcher);

    public DeviceSpikeMaker Spikes { get; } = new(launcher);

    public void Dispose() => Products.Dispose();
}
