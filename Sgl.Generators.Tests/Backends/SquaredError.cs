namespace Sgl.Tests.Backends;

/// <summary>A loss of a user's own: half the squared distance of the mean output over time from 1 for the label, 0 for others.</summary>
internal sealed class SquaredError : Loss
{
    protected override void Compute(Backend ops, LossPass pass)
    {
        View<float> error = ops.Scratch(pass.Batch * pass.Classes), other = ops.Scratch(error.Length), sums = ops.Scratch(pass.Batch);
        ops.MeanOverTime(pass.Output, error);
        ops.OneHot(pass.Labels, pass.Classes, other);
        ops.Subtract(error, other, error);
        ops.Multiply(error, error, other);
        ops.SumWithinRows(other, sums);
        ops.Multiply(sums, 0.5f, sums);
        ops.AddLosses(sums, pass.Losses);
        ops.Multiply(error, 1f / (pass.Steps * pass.Batch), pass.Gradient); // the same at each step
    }
}
