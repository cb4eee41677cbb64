namespace Sgl;

/// <summary>What a network made of one batch of labelled samples.</summary>
/// <param name="Loss">The loss, a mean over the batch; NaN where it diverged.</param>
/// <param name="Correct">
/// How many samples have the highest score for their label; of equal scores the first counts, and a sample with a score that is
/// NaN is not right.
/// </param>
/// <param name="Count">Number of samples.</param>
public readonly record struct BatchResult(double Loss, int Correct, int Count)
{
    /// <summary>The share of samples that are right, 0 to 1.</summary>
    public double Accuracy => (double)Correct / Count;
}
