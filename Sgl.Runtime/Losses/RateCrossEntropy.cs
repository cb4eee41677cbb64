namespace Sgl;

/// <summary>
/// Softmax cross-entropy of the mean output over time: of the firing rate where the output is spikes, of the mean
/// membrane potential where it is a readout.
/// </summary>
public sealed class RateCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override void Compute(Backend ops, LossPass pass)
    {
        ArgumentNullException.ThrowIfNull(ops);
        View<float> rates = ops.Scratch((long)pass.Batch * pass.Classes);
        ops.MeanOverTime(pass.Output, rates);
        ops.CrossEntropy(rates, pass.Labels, pass.Classes, scale: 1.0 / pass.Steps, pass.Losses, gradient: rates);
        ops.Copy(rates, pass.Gradient);
    }
}
