using ILGPU;

namespace Sgl;

/// <summary>What losses do with the time steps of an output, with the bits of the processor.</summary>
internal sealed class OverTime(KernelLauncher launcher)
{
    /// <summary>The mean over time, summed from the first step to the last.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="mean">[B, C]; written.</param>
    public void Mean(DeviceOutput output, ArrayView<float> mean) => Run(MeanKernel, output, mean, default);

    /// <summary>The maximum over time, NaN where there is one.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="peaks">[B, C]; written.</param>
    public void Max(DeviceOutput output, ArrayView<float> peaks) => Run(MaxKernel, output, peaks, default);

    /// <summary>Gives each class's gradient to the step of its maximum, and 0 to the others.</summary>
    /// <param name="output">[T, B, C].</param>
    /// <param name="peakGradient">[B, C].</param>
    /// <param name="gradient">[T, B, C]; written.</param>
    public void GiveToPeaks(DeviceOutput output, ArrayView<float> peakGradient, ArrayView<float> gradient) =>
        Run(GiveToPeaksKernel, output, peakGradient, gradient);

    private void Run(
        Action<Index1D, Arguments> kernel, DeviceOutput output, ArrayView<float> row, ArrayView<float> gradient) =>
        launcher.Run(kernel, output.Width, new Arguments(output, row, gradient));

    private static void MeanKernel(Index1D index, Arguments arguments)
    {
        (DeviceOutput output, ArrayView<float> mean, _) = arguments;
        StrictFloat sum = StridedSum.Add(0f, output.Data, index, output.Stride, output.Steps);
        mean[index] = (float)(sum / output.Steps);
    }

    private static void MaxKernel(Index1D index, Arguments arguments) =>
        arguments.Row[index] = arguments.Output[PeakStep(arguments.Output, index), index];

    private static void GiveToPeaksKernel(Index1D index, Arguments arguments)
    {
        (DeviceOutput output, ArrayView<float> peakGradient, ArrayView<float> gradient) = arguments;
        int peak = PeakStep(output, index);
        for (int t = 0; t < output.Steps; t++)
            gradient[(long)t * output.Width + index] = t == peak ? peakGradient[index] : 0f;
    }

    // The first of the highest; the last NaN before that.
    private static int PeakStep(DeviceOutput output, int index)
    {
        int peak = 0;
        StrictFloat highest = output[0, index];
        for (int t = 1; t < output.Steps; t++)
        {
            StrictFloat value = output[t, index];
            if (value > highest || float.IsNaN((float)value)) (peak, highest) = (t, value);
        }

        return peak;
    }

    internal readonly record struct Arguments(DeviceOutput Output, ArrayView<float> Row, ArrayView<float> Gradient);
}
