using ILGPU;

namespace Sgl;

/// <summary><see cref="MaxOverTimeCrossEntropy"/> on a device.</summary>
internal sealed class DeviceMaxLoss(KernelLauncher launcher) : DeviceLoss
{
    private readonly OverTime _time = new(launcher);
    private readonly DeviceCrossEntropy _entropy = new(launcher);

    public override long ScratchLength(DeviceOutput output) => output.Width;

    protected override void EvaluateCore(
        DeviceOutput output,
        ArrayView<int> labels,
        ArrayView<float> scratch,
        ArrayView<float> losses,
        ArrayView<float> gradient)
    {
        _time.Max(output, scratch);
        var peaks = new DeviceOutput(scratch, output.Width, 1, output.Batch, output.Classes);
        _entropy.Evaluate(peaks, labels, 1f / output.Batch, losses, gradient: scratch);
        _time.GiveToPeaks(output, scratch, gradient);
    }

    protected override void ScoresCore(DeviceOutput output, ArrayView<float> scores) => _time.Max(output, scores);
}
