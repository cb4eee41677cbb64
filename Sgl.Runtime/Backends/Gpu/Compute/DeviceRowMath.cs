using ILGPU;

namespace Sgl;

/// <summary>What happens within each row of numbers, a thread for each, with the bits of the processor's.</summary>
internal sealed class DeviceRowMath(KernelLauncher launcher)
{
    /// <summary>The sum of each row, <see cref="Backend.SumWithinRows"/>.</summary>
    public void Sum(ArrayView<float> rows, ArrayView<float> into) => Run(SumKernel, into.Length, rows, into);

    /// <summary>The largest number of each row, <see cref="Backend.MaxWithinRows"/>.</summary>
    public void Max(ArrayView<float> rows, ArrayView<float> into) => Run(MaxKernel, into.Length, rows, into);

    /// <summary>Repeats each number along a row, <see cref="Backend.RepeatEach"/>.</summary>
    public void RepeatEach(ArrayView<float> values, ArrayView<float> into) => Run(RepeatEachKernel, into.Length, values, into);

    private void Run(Action<Index1D, Arguments> kernel, long count, ArrayView<float> from, ArrayView<float> into)
    {
        var items = Spread.Over(count);
        launcher.Run(kernel, items.Threads, new Arguments(items, from, into));
    }

    private static void SumKernel(Index1D thread, Arguments arguments)
    {
        (Spread rows, ArrayView<float> values, ArrayView<float> into) = arguments;
        int width = (int)(values.Length / rows.Count);
        for (long at = thread; at < rows.Count; at += rows.Threads)
            into[at] = (float)StridedSum.Add(0f, values, at * width, 1, width);
    }

    private static void MaxKernel(Index1D thread, Arguments arguments)
    {
        (Spread rows, ArrayView<float> values, ArrayView<float> into) = arguments;
        int width = (int)(values.Length / rows.Count);
        for (long at = thread; at < rows.Count; at += rows.Threads)
        {
            StrictFloat max = values[at * width];
            for (int i = 1; i < width; i++) max = DeviceMath.Max(max, (StrictFloat)values[at * width + i]);
            into[at] = (float)max;
        }
    }

    private static void RepeatEachKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> values, ArrayView<float> into) = arguments;
        int width = (int)(elements.Count / values.Length);
        for (long at = thread; at < elements.Count; at += elements.Threads) into[at] = values[Place.Of(at, width).Row];
    }

    internal readonly record struct Arguments(Spread Items, ArrayView<float> From, ArrayView<float> Into);
}
