namespace Sgl;

/// <summary>
/// Softmax cross-entropy of the output at each time step, summed over time: the readout should be right at every
/// step. The loss grows with the number of steps; divide the learning rate where that matters.
/// </summary>
public sealed class MembraneCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override void Compute(Backend ops, LossPass pass)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ops.CrossEntropy(pass.Output.Values, pass.Labels, pass.Classes, scale: 1, pass.Losses, pass.Gradient);
    }
}
