namespace Sgl;

/// <summary>
/// A number to minimize, computed from the output of a classifier and the true classes, on the processor and on devices: it is
/// written with the operations of a <see cref="Backend"/>.
/// </summary>
/// <remarks>A loss serves one caller at a time.</remarks>
public abstract class Loss
{
    private readonly Exclusive _use = new("Create a loss for each thread.");
    private CpuBackend? _callingThread;
    private Head? _head;

    /// <summary>Computes the loss, a mean over the batch, and its gradient.</summary>
    /// <param name="output">The network's output, [T, B, C]: one feature per class.</param>
    /// <param name="labels">The class of each sample, [B], each 0 to C − 1.</param>
    /// <param name="gradient">Receives dL/d(output), [T, B, C], also where the output is constant over time.</param>
    /// <returns>The loss; NaN where the output holds NaN or infinity.</returns>
    /// <exception cref="ArgumentException">A length does not fit the output, a label is not a class, or the output is bits.</exception>
    /// <exception cref="InvalidOperationException">The loss is in use on another thread.</exception>
    public double Evaluate(Signal output, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        output.RequireValues(nameof(output));
        RequireLabels(labels, output.Batch, output.Features);
        Lanes.RequireLength(gradient.Length, (long)output.Steps * output.Batch * output.Features, nameof(gradient));
        using Exclusive.Hold hold = Take();
        Head head = _head ??= new Head(CallingThread);
        head.Evaluate(output, new View<int>(labels.ToArray()), this).Memory.Span.CopyTo(gradient);
        return Mean(head.Losses.Doubles.Memory.Span);
    }

    /// <summary>Reduces the output over time to one score per class; the highest one is the prediction.</summary>
    /// <param name="output">The network's output, [T, B, C].</param>
    /// <param name="scores">Receives the scores, [B, C].</param>
    /// <exception cref="ArgumentException">The length does not fit the output, or the output is bits.</exception>
    /// <exception cref="InvalidOperationException">The loss is in use on another thread.</exception>
    public void Scores(Signal output, Span<float> scores)
    {
        output.RequireValues(nameof(output));
        Lanes.RequireLength(scores.Length, (long)output.Batch * output.Features, nameof(scores));
        using Exclusive.Hold hold = Take();
        using Backend.Lease lease = CallingThread.Lend();
        View<float> computed = CallingThread.Scratch(scores.Length);
        ComputeScores(CallingThread, output, computed);
        computed.Memory.Span.CopyTo(scores);
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
        int classes = scores.Length / labels.Length, correct = 0;
        for (int i = 0; i < labels.Length; i++)
            if (CpuBackend.Predict(scores.Slice(i * classes, classes)) == labels[i]) correct++;
        return (double)correct / labels.Length;
    }

    /// <summary>Computes the loss of each sample and the gradient of their mean.</summary>
    /// <param name="ops">The operations to do it with, where the output is.</param>
    /// <param name="pass">What is given and asked; all sizes fit.</param>
    protected abstract void Compute(Backend ops, LossPass pass);

    /// <summary>
    /// Reduces the output over time to one score per class; the highest one is the prediction. By default, the mean over time.
    /// </summary>
    /// <param name="ops">The operations to do it with, where the output is.</param>
    /// <param name="output">The network's output: floats [T, B, C]. It may be constant over time.</param>
    /// <param name="scores">Receives the scores, [B, C].</param>
    protected virtual void ComputeScores(Backend ops, Signal output, View<float> scores)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ops.MeanOverTime(output, scores);
    }

    /// <summary>Computes the loss, its gradient and the scores, for one caller at a time.</summary>
    /// <exception cref="InvalidOperationException">The loss is in use on another thread.</exception>
    internal void Compute(Backend ops, LossPass pass, View<float> scores)
    {
        using Exclusive.Hold hold = Take();
        using Backend.Lease lease = ops.Lend();
        Compute(ops, pass);
        ComputeScores(ops, pass.Output, scores);
    }

    /// <summary>The mean of the losses of samples.</summary>
    internal static double Mean(ReadOnlySpan<double> losses)
    {
        double total = 0;
        foreach (double loss in losses) total += loss;
        return total / losses.Length;
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

    private CpuBackend CallingThread => _callingThread ??= new CpuBackend(new Workers(threads: 1));

    private Exclusive.Hold Take() => _use.Take(this);
}
