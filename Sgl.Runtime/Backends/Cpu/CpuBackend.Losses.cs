using System.Numerics.Tensors;

namespace Sgl;

/// <content>Outputs over time, classes and losses.</content>
internal partial class CpuBackend
{
    // Exponentials that one thread computes at a time.
    private const int ExponentialBlock = 4096;

    internal override KeptLosses KeepLosses() => new CpuLosses();

    internal override void MeanOverTimeCore(Signal signal, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (signal, into: into.Memory), static (job, start, length) =>
        {
            Span<float> mean = job.into.Span.Slice(start, length);
            mean.Clear();
            for (int t = 0; t < job.signal.Steps; t++) TensorPrimitives.Add(mean, job.signal.At(t).Slice(start, length), mean);
            TensorPrimitives.Divide(mean, job.signal.Steps, mean);
        });

    internal override void MaxOverTimeCore(Signal signal, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (signal, into: into.Memory), static (job, start, length) =>
        {
            Span<float> peaks = job.into.Span;
            ReadOnlySpan<float> values = job.signal.Data.Span;
            int stride = job.signal.Plane.Stride;
            for (int i = start; i < start + length; i++) peaks[i] = values[PeakStep(values, i, stride, job.signal.Steps) * stride + i];
        });

    internal override void GiveToMaximumCore(Signal signal, View<float> row, View<float> into) => Workers.RunBlocks(
        (int)row.Length, Block, (signal, row: row.Memory, into: into.Memory), static (job, start, length) =>
        {
            Span<float> gradient = job.into.Span;
            ReadOnlySpan<float> given = job.row.Span, values = job.signal.Data.Span;
            for (int t = 0; t < job.signal.Steps; t++) gradient.Slice(t * given.Length + start, length).Clear();
            for (int i = start; i < start + length; i++)
                gradient[PeakStep(values, i, job.signal.Plane.Stride, job.signal.Steps) * given.Length + i] = given[i];
        });

    internal override void OneHotCore(View<int> labels, int classes, View<float> into)
    {
        Span<float> rows = into.Memory.Span;
        ReadOnlySpan<int> classOf = labels.Memory.Span;
        rows.Clear();
        for (int row = 0; row < rows.Length / classes; row++) rows[row * classes + classOf[row % classOf.Length]] = 1f;
    }

    // A sample's time steps are computed one after the other, by one thread.
    internal override void CrossEntropyCore(
        View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient)
    {
        int batch = (int)labels.Length, steps = (int)(gradient.Length / classes / batch);
        Workers.RunBlocks(
            batch,
            Math.Max(1, ExponentialBlock / classes / steps),
            (logits: logits.Memory, labels: labels.Memory, losses: losses.Doubles.Memory, gradient: gradient.Memory, classes, steps, scale),
            static (job, start, count) =>
            {
                int batch = job.labels.Length;
                ReadOnlySpan<float> logits = job.logits.Span;
                for (int i = start; i < start + count; i++)
                {
                    for (int t = 0; t < job.steps; t++)
                    {
                        int row = (t * batch + i) * job.classes;
                        job.losses.Span[i] += CrossEntropy(
                            logits.Slice(row % logits.Length, job.classes),
                            job.labels.Span[i],
                            job.gradient.Span.Slice(row, job.classes),
                            job.scale,
                            batch);
                    }
                }
            });
    }

    internal override void AddLossesCore(View<float> values, SampleLosses losses)
    {
        ReadOnlySpan<float> rows = values.Memory.Span;
        Span<double> sums = losses.Doubles.Memory.Span;
        for (int i = 0; i < rows.Length; i++) sums[i % sums.Length] += rows[i];
    }

    internal override void PredictCore(View<float> scores, View<int> into)
    {
        Span<int> classes = into.Memory.Span;
        int count = (int)(scores.Length / classes.Length);
        for (int i = 0; i < classes.Length; i++) classes[i] = Predict(scores.Memory.Span.Slice(i * count, count));
    }

    /// <summary>The class of the highest score, of equal ones the first; −1 where one is NaN.</summary>
    internal static int Predict(ReadOnlySpan<float> scores)
    {
        int best = 0;
        bool hasNaN = float.IsNaN(scores[0]);
        for (int c = 1; c < scores.Length; c++)
        {
            if (scores[c] > scores[best]) best = c;
            hasNaN |= float.IsNaN(scores[c]);
        }

        return hasNaN ? -1 : best;
    }

    private static double CrossEntropy(ReadOnlySpan<float> logits, int label, Span<float> gradient, double scale, int batch)
    {
        float highest = logits[0];
        foreach (float logit in logits) highest = MathF.Max(highest, logit);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp((double)logit - highest);
        double loss = Math.Log(sum) + highest - logits[label];
        for (int c = 0; c < logits.Length; c++)
        {
            double softmax = Math.Exp((double)logits[c] - highest) / sum;
            gradient[c] = (float)((c == label ? softmax - 1 : softmax) * scale / batch);
        }

        return loss;
    }

    // NaN counts as the highest of all, so that it reaches the loss.
    private static int PeakStep(ReadOnlySpan<float> values, int index, int stride, int steps)
    {
        int peak = 0;
        float highest = values[index];
        for (int t = 1; t < steps; t++)
        {
            float value = values[t * stride + index];
            if (value > highest || float.IsNaN(value)) (peak, highest) = (t, value);
        }

        return peak;
    }
}
