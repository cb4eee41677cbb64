using ILGPU;

namespace Sgl;

/// <summary>
/// Finds the class of the highest score of each sample; of equal scores the first counts, and where one is NaN it is −1.
/// </summary>
internal sealed class DevicePrediction(KernelLauncher launcher)
{
    /// <param name="scores">[B, C].</param>
    /// <param name="classes">[B]; written.</param>
    /// <exception cref="ArgumentException">The scores are not a multiple of the samples.</exception>
    public void Predict(ArrayView<float> scores, ArrayView<int> classes)
    {
        if (classes.Length == 0) return;
        int count = (int)(scores.Length / classes.Length);
        Lanes.RequireLength(scores.Length, count * classes.Length, nameof(scores));
        launcher.Run(Kernel, checked((int)classes.Length), new Arguments(scores, classes, count));
    }

    private static void Kernel(Index1D sample, Arguments arguments)
    {
        (ArrayView<float> scores, ArrayView<int> classes, int count) = arguments;
        long first = sample.X * (long)count;
        int best = 0;
        StrictFloat highest = scores[first];
        bool hasNaN = float.IsNaN(scores[first]);
        for (int c = 1; c < count; c++)
        {
            StrictFloat score = scores[first + c];
            best = score > highest ? c : best;
            highest = score > highest ? score : highest;
            hasNaN |= float.IsNaN(scores[first + c]);
        }

        classes[sample] = hasNaN ? -1 : best;
    }

    internal readonly record struct Arguments(ArrayView<float> Scores, ArrayView<int> Classes, int Count);
}
