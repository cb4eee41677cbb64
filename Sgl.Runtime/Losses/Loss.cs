namespace Sgl;

/// <summary>A number to minimize, computed from the output of a classifier and the true classes.</summary>
/// <remarks>A loss keeps scratch buffers; it serves one caller at a time.</remarks>
public abstract class Loss
{
    private readonly Exclusive _use = new("Create a loss for each thread.");

    /// <summary>Computes the loss, a mean over the batch, and its gradient.</summary>
    /// <param name="output">The network's output, [T, B, C]: one feature per class.</param>
    /// <param name="labels">The class of each sample, [B], each 0 to C − 1.</param>
    /// <param name="gradient">Receives dL/d(output), [T, B, C], also where the output is constant over time.</param>
    /// <returns>The loss; NaN where the output holds NaN or infinity.</returns>
    /// <exception cref="ArgumentException">A length does not fit the output, or a label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The loss is in use on another thread.</exception>
    public double Evaluate(Signal output, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        output.RequireValues(nameof(output));
        RequireLabels(labels, output.Batch, output.Features);
        Lanes.RequireLength(gradient.Length, (long)output.Steps * output.Batch * output.Features, nameof(gradient));
        using Exclusive.Hold hold = _use.Take(this);
        return EvaluateCore(output, labels, gradient);
    }

    /// <summary>Reduces the output over time to one score per class; the highest one is the prediction.</summary>
    /// <param name="output">The network's output, [T, B, C].</param>
    /// <param name="scores">Receives the scores, [B, C].</param>
    /// <exception cref="ArgumentException">The length does not fit the output.</exception>
    public void Scores(Signal output, Span<float> scores)
    {
        output.RequireValues(nameof(output));
        Lanes.RequireLength(scores.Length, (long)output.Batch * output.Features, nameof(scores));
        using Exclusive.Hold hold = _use.Take(this);
        ScoresCore(output, scores);
    }

    /// <summary>
    /// The share of samples whose highest score is that of their label; of equal scores the first counts, and a sample with a
    /// score that is NaN is not right.
    /// </summary>
    /// <param name="scores">[B, C].</param>
    /// <param name="labels">[B].</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentException">There are no labels, or the scores are not a multiple of them.</exception>
    public static double Accuracy(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || scores.Length % labels.Length != 0)
            throw new ArgumentException($"{scores.Length} scores do not fit {labels.Length} labels.", nameof(scores));
        return (double)CountCorrect(scores, labels) / labels.Length;
    }

    /// <summary>Throws unless there is a label for each sample, and each is a class.</summary>
    internal static void RequireLabels(ReadOnlySpan<int> labels, int batch, int classes)
    {
        Lanes.RequireLength(labels.Length, batch, nameof(labels));
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentException(
                    $"Label {i} is {labels[i]}; the output's {classes} classes are 0 to {classes - 1}.",
                    nameof(labels));
            }
        }
    }

    /// <summary>As <see cref="Accuracy"/>, as a number of samples.</summary>
    internal static int CountCorrect(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        int classes = scores.Length / labels.Length;
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = scores.Slice(i * classes, classes);
            int best = 0;
            bool hasNaN = float.IsNaN(row[0]);
            for (int c = 1; c < classes; c++)
            {
                if (row[c] > row[best]) best = c;
                hasNaN |= float.IsNaN(row[c]);
            }

            if (best == labels[i] && !hasNaN) correct++;
        }

        return correct;
    }

    /// <summary>As <see cref="Evaluate"/>, with arguments that are known to fit.</summary>
    /// <inheritdoc cref="Evaluate"/>
    protected abstract double EvaluateCore(Signal output, ReadOnlySpan<int> labels, Span<float> gradient);

    /// <summary>As <see cref="Scores"/>, with arguments that are known to fit.</summary>
    /// <inheritdoc cref="Scores"/>
    protected abstract void ScoresCore(Signal output, Span<float> scores);

    /// <summary>
    /// Softmax cross-entropy, −log softmax(logits)[label], as a mean over the batch. The highest logit is taken off
    /// first, so no exponential overflows; sums are in double precision.
    /// </summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="labels">[B].</param>
    /// <param name="gradient">
    /// Receives (softmax(logits) − onehot(label)) · <paramref name="scale"/> / B, [B, C]; may be the logits' own span.
    /// </param>
    /// <param name="scale">Factor of the gradient: d(logit)/d(output) where that is a constant.</param>
    /// <returns>The mean, without <paramref name="scale"/>.</returns>
    /// <exception cref="ArgumentException">There are no labels, or the logits are not a multiple of them.</exception>
    protected static double CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> gradient, double scale = 1)
    {
        if (labels.IsEmpty || logits.IsEmpty || logits.Length % labels.Length != 0)
            throw new ArgumentException($"{logits.Length} logits do not fit {labels.Length} labels.", nameof(logits));
        int classes = logits.Length / labels.Length;
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * classes, classes);
            float highest = row[0];
            foreach (float logit in row) highest = MathF.Max(highest, logit);
            double sum = 0;
            foreach (float logit in row) sum += Math.Exp((double)logit - highest);
            total += Math.Log(sum) + highest - row[labels[i]];

            Span<float> target = gradient.Slice(i * classes, classes);
            for (int c = 0; c < classes; c++)
            {
                double softmax = Math.Exp((double)row[c] - highest) / sum;
                target[c] = (float)((c == labels[i] ? softmax - 1 : softmax) * scale / labels.Length);
            }
        }

        return total / labels.Length;
    }

    /// <summary>The mean of the output over time, summed from the first step to the last.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="mean">Receives the mean, [B, C].</param>
    protected static void MeanOverTime(Signal output, Span<float> mean)
    {
        output.RequireValues(nameof(output));
        mean.Clear();
        for (int t = 0; t < output.Steps; t++)
        {
            ReadOnlySpan<float> row = output.At(t);
            for (int i = 0; i < mean.Length; i++) mean[i] += row[i];
        }

        foreach (ref float value in mean) value /= output.Steps;
    }
}
