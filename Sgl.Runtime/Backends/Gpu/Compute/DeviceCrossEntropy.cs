using ILGPU;

namespace Sgl;

/// <summary>
/// Softmax cross-entropy of each sample at each time step, as <see cref="Backend.CrossEntropy"/>: −log softmax(logits)[label].
/// </summary>
/// <remarks>
/// In floats that round on their own, and yet as good as doubles: the highest logit's own term, which is 1, is kept apart,
/// so nothing cancels, and what the difference of two logits loses goes into its exponential.
/// </remarks>
internal sealed class DeviceCrossEntropy(KernelLauncher launcher)
{
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="factor">What gradients are multiplied by; losses are not.</param>
    /// <param name="losses">The loss of each time step and sample, [T, B]; written.</param>
    /// <param name="gradient">dL/d(logit), [T, B, C]; written. May be the memory of the logits.</param>
    /// <param name="adds">Whether losses are added to what is there.</param>
    public void Evaluate(
        DeviceOutput logits, ArrayView<int> labels, float factor, ArrayView<float> losses, ArrayView<float> gradient, bool adds)
    {
        var rows = Spread.Over(losses.Length);
        launcher.Run(Kernel, rows.Threads, new Arguments(rows, logits, labels, factor, losses, gradient, adds ? 1 : 0));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread rows, DeviceOutput logits, ArrayView<int> labels, float factor, ArrayView<float> losses,
            ArrayView<float> gradient, int adds) = arguments;
        for (long at = thread; at < rows.Count; at += rows.Threads)
        {
            (long step, int sample) = Place.Of(at, logits.Batch);
            ArrayView<float> row = logits.Data.SubView(step * logits.Stride + sample * logits.Classes);
            int label = labels[sample];
            int peak = Peak(row, logits.Classes);
            float highest = row[peak];
            var others = default(PairSum);
            for (int c = 0; c < logits.Classes; c++)
                if (c != peak) others = others.Plus((float)Share(row[c], highest));

            StrictFloat rest = others.Rounded();
            StrictFloat one = Share(highest, highest); // or NaN
            StrictFloat sum = one + rest;
            StrictFloat loss = StrictMath.LogOfOneAnd(rest, sum) + (highest - (StrictFloat)row[label]);
            losses[at] = (float)(adds == 0 ? loss : losses[at] + loss);

            StrictFloat wrong = label == peak ? rest : rest - Share(row[label], highest) + one;
            StrictFloat scale = factor;
            for (int c = 0; c < logits.Classes; c++)
            {
                StrictFloat error = c == label ? -wrong : Share(row[c], highest);
                gradient[at * logits.Classes + c] = (float)(error / sum * scale);
            }
        }
    }

    // The first of the highest; NaN counts as the highest of all.
    private static int Peak(ArrayView<float> row, int classes)
    {
        int peak = 0;
        StrictFloat highest = row[0];
        for (int c = 1; c < classes; c++)
        {
            StrictFloat logit = row[c];
            if (logit > highest || float.IsNaN((float)logit)) (peak, highest) = (c, logit);
        }

        return peak;
    }

    // e^(logit − highest), with what the difference lost.
    private static StrictFloat Share(StrictFloat logit, StrictFloat highest)
    {
        StrictFloat difference = logit - highest;
        StrictFloat part = difference - logit;
        StrictFloat lost = logit - (difference - part) - (highest + part);
        StrictFloat power = StrictMath.Exp(difference);
        return difference == float.NegativeInfinity ? power : power + power * lost;
    }

    internal readonly record struct Arguments(
        Spread Rows,
        DeviceOutput Logits,
        ArrayView<int> Labels,
        float Factor,
        ArrayView<float> Losses,
        ArrayView<float> Gradient,
        int Adds);
}
