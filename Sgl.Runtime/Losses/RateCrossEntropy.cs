namespace Sgl;

/// <summary>
/// Softmax cross-entropy of the mean output over time: of the firing rate where the output is spikes, of the mean
/// membrane potential where it is a readout.
/// </summary>
public sealed class RateCrossEntropy : Loss
{
    private readonly GrowingBuffer _rates = new();

    /// <inheritdoc/>
    protected override double EvaluateCore(Signal output, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        Span<float> rates = _rates.Take(output.Batch * output.Features).Span;
        MeanOverTime(output, rates);
        Span<float> first = gradient[..rates.Length];
        double loss = CrossEntropy(rates, labels, first, scale: 1.0 / output.Steps);
        for (int t = 1; t < output.Steps; t++) first.CopyTo(gradient[(t * first.Length)..]);
        return loss;
    }

    /// <summary>The mean over time.</summary>
    /// <inheritdoc/>
    protected override void ScoresCore(Signal output, Span<float> scores) => MeanOverTime(output, scores);
}
