namespace Sgl;

/// <summary>
/// Softmax cross-entropy of each class's highest output over time, as for a leaky readout (Cramer et al. 2020,
/// doi:10.1109/TNNLS.2020.3044364). The gradient goes to the first step that has the highest output.
/// </summary>
public sealed class MaxOverTimeCrossEntropy : Loss
{
    private readonly GrowingBuffer _peaks = new();

    /// <inheritdoc/>
    protected override double EvaluateCore(Signal output, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        Span<float> peaks = _peaks.Take(output.Batch * output.Features).Span;
        ScoresCore(output, peaks);
        double loss = CrossEntropy(peaks, labels, gradient: peaks);
        gradient.Clear();
        for (int i = 0; i < peaks.Length; i++) gradient[PeakStep(output, i) * peaks.Length + i] = peaks[i];
        return loss;
    }

    /// <summary>The maximum over time.</summary>
    /// <inheritdoc/>
    protected override void ScoresCore(Signal output, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++) scores[i] = output.At(PeakStep(output, i))[i];
    }

    // NaN counts as the highest of all, so that it reaches the loss.
    private static int PeakStep(Signal output, int index)
    {
        int peak = 0;
        for (int t = 1; t < output.Steps; t++)
        {
            float value = output.At(t)[index];
            if (value > output.At(peak)[index] || float.IsNaN(value)) peak = t;
        }

        return peak;
    }
}
