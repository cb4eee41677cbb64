using ILGPU;

namespace Sgl;

/// <summary><see cref="RateCrossEntropy"/> on a device.</summary>
internal sealed class DeviceRateLoss(KernelLauncher launcher) : DeviceLoss
{
    private readonly OverTime _time = new(launcher);
    private readonly DeviceCrossEntropy _entropy = new(launcher);
    private readonly DeviceArrays _arrays = new(launcher);

    public override long ScratchLength(DeviceOutput output) => output.Width;

    protected override void EvaluateCore(
        DeviceOutput output,
        ArrayView<int> labels,
        ArrayView<float> scratch,
        ArrayView<float> losses,
        ArrayView<float> gradient)
    {
        _time.Mean(output, scratch);
        var rates = new DeviceOutput(scratch, output.Width, 1, output.Batch, output.Classes);
        float factor = (float)(1.0 / output.Steps / output.Batch);
        _entropy.Evaluate(rates, labels, factor, losses, gradient: scratch);
        _arrays.FillRows(gradient, scratch);
    }

    protected override void ScoresCore(DeviceOutput output, ArrayView<float> scores) => _time.Mean(output, scores);
}
