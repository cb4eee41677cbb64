namespace Sgl;

/// <summary>What a loss is computed from and what it gives, in the memory of the backend that computes.</summary>
/// <param name="Output">The network's output: floats [T, B, C], one feature for each class. It may be constant over time.</param>
/// <param name="Labels">The class of each sample, [B], each 0 to C − 1.</param>
/// <param name="Losses">The loss of each sample, [B]: 0, to be added to. The loss of the batch is their mean.</param>
/// <param name="Gradient">
/// Receives the gradient of that mean, dL/d(output), [T, B, C], also where the output is constant over time. Every number is to
/// be written.
/// </param>
public readonly record struct LossPass(Signal Output, View<int> Labels, SampleLosses Losses, View<float> Gradient)
{
    /// <summary>T, the number of time steps.</summary>
    public int Steps => Output.Steps;

    /// <summary>B, the number of samples.</summary>
    public int Batch => Output.Batch;

    /// <summary>C, the number of classes.</summary>
    public int Classes => Output.Features;
}
