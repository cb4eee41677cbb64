using ILGPU;

namespace Sgl;

/// <summary>
/// A <see cref="Loss"/> on a device. Scores have the bits of the processor's; losses and gradients are as near to its as
/// floats are, and NaN where its are.
/// </summary>
internal abstract class DeviceLoss
{
    /// <summary>The same loss on a device.</summary>
    /// <exception cref="NotSupportedException">It is not one of the library's.</exception>
    public static DeviceLoss Of(Loss loss, KernelLauncher launcher) => loss switch
    {
        RateCrossEntropy => new DeviceRateLoss(launcher),
        MaxOverTimeCrossEntropy => new DeviceMaxLoss(launcher),
        MembraneCrossEntropy => new DeviceMembraneLoss(launcher),
        _ => throw new NotSupportedException($"{loss.GetType().Name} does not run on a device; the losses of Sgl do."),
    };

    /// <summary>Floats of the memory that <see cref="Evaluate"/> takes for itself.</summary>
    public abstract long ScratchLength(DeviceOutput output);

    /// <summary>Computes the loss of each sample and the gradient of their mean.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="labels">The class of each sample, [B], each 0 to C − 1: not checked.</param>
    /// <param name="scratch">As long as <see cref="ScratchLength"/>, whatever it holds.</param>
    /// <param name="losses">[B]; written. Their mean is the loss.</param>
    /// <param name="gradient">dL/d(output), [T, B, C]; written. Must not overlap the output.</param>
    /// <exception cref="ArgumentException">A length does not fit the output.</exception>
    public void Evaluate(
        DeviceOutput output,
        ArrayView<int> labels,
        ArrayView<float> scratch,
        ArrayView<float> losses,
        ArrayView<float> gradient)
    {
        Lanes.RequireLength(labels.Length, output.Batch, nameof(labels));
        Lanes.RequireLength(losses.Length, output.Batch, nameof(losses));
        Lanes.RequireLength(scratch.Length, ScratchLength(output), nameof(scratch));
        Lanes.RequireLength(gradient.Length, (long)output.Steps * output.Width, nameof(gradient));
        EvaluateCore(output, labels, scratch, losses, gradient);
    }

    /// <summary>Reduces the output over time to one score per class.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="scores">[B, C]; written.</param>
    /// <exception cref="ArgumentException">The length does not fit the output.</exception>
    public void Scores(DeviceOutput output, ArrayView<float> scores)
    {
        Lanes.RequireLength(scores.Length, output.Width, nameof(scores));
        ScoresCore(output, scores);
    }

    /// <summary>As <see cref="Evaluate"/>, with arguments that are known to fit.</summary>
    protected abstract void EvaluateCore(
        DeviceOutput output,
        ArrayView<int> labels,
        ArrayView<float> scratch,
        ArrayView<float> losses,
        ArrayView<float> gradient);

    /// <summary>As <see cref="Scores"/>, with arguments that are known to fit.</summary>
    protected abstract void ScoresCore(DeviceOutput output, ArrayView<float> scores);
}
