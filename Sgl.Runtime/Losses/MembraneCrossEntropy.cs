namespace Sgl;

/// <summary>
/// Softmax cross-entropy of the output at each time step, summed over time: the readout should be right at every
/// step. The loss grows with the number of steps; divide the learning rate where that matters.
/// </summary>
public sealed class MembraneCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override double EvaluateCore(Signal output, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        double loss = 0;
        for (int t = 0; t < output.Steps; t++)
        {
            ReadOnlySpan<float> logits = output.At(t);
            loss += CrossEntropy(logits, labels, gradient.Slice(t * logits.Length, logits.Length));
        }

        return loss;
    }

    /// <summary>The mean over time.</summary>
    /// <inheritdoc/>
    protected override void ScoresCore(Signal output, Span<float> scores) => MeanOverTime(output, scores);
}
