namespace Sgl;

/// <summary>
/// Softmax cross-entropy of each class's highest output over time, as for a leaky readout (Cramer et al. 2020,
/// doi:10.1109/TNNLS.2020.3044364). The gradient goes to the first step that has the highest output.
/// </summary>
public sealed class MaxOverTimeCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override void Compute(Backend ops, LossPass pass)
    {
        ArgumentNullException.ThrowIfNull(ops);
        View<float> peaks = ops.Scratch((long)pass.Batch * pass.Classes);
        ops.MaxOverTime(pass.Output, peaks);
        ops.CrossEntropy(peaks, pass.Labels, pass.Classes, scale: 1, pass.Losses, gradient: peaks);
        ops.GiveToMaximum(pass.Output, peaks, pass.Gradient);
    }

    /// <summary>The maximum over time.</summary>
    /// <inheritdoc/>
    protected override void ComputeScores(Backend ops, Signal output, View<float> scores)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ops.MaxOverTime(output, scores);
    }
}
