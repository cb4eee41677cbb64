using ILGPU;

namespace Sgl;

/// <summary>
/// Copies values of time steps to and from the rows of a delay, of which row t is what it gives at step t. Value i of a sample is
/// delayed by the steps at i modulo their number.
/// </summary>
internal sealed class DeviceDelayLine(KernelLauncher launcher)
{
    /// <summary>Copies each value to the row at which it comes out.</summary>
    /// <param name="values">[T, N], or [N] where constant.</param>
    /// <param name="isConstant">Whether all time steps have the same values.</param>
    /// <param name="delays">In steps.</param>
    /// <param name="rows">Of the delay; written.</param>
    /// <param name="first">The first of the time steps.</param>
    /// <param name="steps">Their number, T.</param>
    public void Scatter(ArrayView<float> values, bool isConstant, ArrayView<int> delays, DeviceRows rows, int first, int steps) =>
        Run(ScatterKernel, rows, delays, first, values, (long)steps * rows.Length, isConstant ? 0 : rows.Length);

    /// <summary>Copies each value from the row at which it comes out.</summary>
    /// <param name="rows">Of the delay.</param>
    /// <param name="delays">In steps.</param>
    /// <param name="first">The first of the time steps.</param>
    /// <param name="values">[T, N]; written.</param>
    public void Gather(DeviceRows rows, ArrayView<int> delays, int first, ArrayView<float> values) =>
        Run(GatherKernel, rows, delays, first, values, values.Length, rows.Length);

    /// <summary>Copies those values of a row that come from steps before step 0, and 0 for others.</summary>
    /// <param name="rows">Of the delay.</param>
    /// <param name="delays">In steps.</param>
    /// <param name="row">Which row.</param>
    /// <param name="target">As long as a row; written.</param>
    public void CopyOlder(DeviceRows rows, ArrayView<int> delays, int row, ArrayView<float> target) =>
        Run(OlderKernel, rows, delays, row, target, target.Length, rows.Length);

    private void Run(
        Action<Index1D, Arguments> kernel,
        DeviceRows rows,
        ArrayView<int> delays,
        int first,
        ArrayView<float> values,
        long count,
        int stride)
    {
        var elements = Spread.Over(count);
        launcher.Run(kernel, elements.Threads, new Arguments(elements, rows, delays, first, values, stride));
    }

    private static void ScatterKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceRows rows, ArrayView<int> delays, int first, ArrayView<float> values, int stride) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long step, int column) = Place.Of(at, rows.Length);
            int row = first + (int)step + delays[column % (int)delays.Length];
            rows.Store(row, column, values[step * stride + column]);
        }
    }

    private static void GatherKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceRows rows, ArrayView<int> delays, int first, ArrayView<float> values, _) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long step, int column) = Place.Of(at, rows.Length);
            values[at] = rows.Load(first + (int)step + delays[column % (int)delays.Length], column);
        }
    }

    private static void OlderKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceRows rows, ArrayView<int> delays, int row, ArrayView<float> values, _) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
            values[at] = row < delays[(int)at % (int)delays.Length] ? rows.Load(row, (int)at) : 0f;
    }

    internal readonly record struct Arguments(
        Spread Elements, DeviceRows Rows, ArrayView<int> Delays, int First, ArrayView<float> Values, int Stride);
}
