using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary><see cref="MembraneCrossEntropy"/> on a device.</summary>
internal sealed class DeviceMembraneLoss(KernelLauncher launcher) : DeviceLoss
{
    private readonly OverTime _time = new(launcher);
    private readonly DeviceCrossEntropy _entropy = new(launcher);
    private readonly DeviceSums _sums = new(launcher);

    public override long ScratchLength(DeviceOutput output) => (long)output.Steps * output.Batch;

    protected override void EvaluateCore(
        DeviceOutput output,
        ArrayView<int> labels,
        ArrayView<float> scratch,
        ArrayView<float> losses,
        ArrayView<float> gradient)
    {
        _entropy.Evaluate(output, labels, 1f / output.Batch, scratch, gradient);
        losses.MemSetToZero(launcher.Stream);
        _sums.AddTo(losses, scratch);
    }

    protected override void ScoresCore(DeviceOutput output, ArrayView<float> scores) => _time.Mean(output, scores);
}
