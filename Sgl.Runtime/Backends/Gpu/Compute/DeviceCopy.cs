using ILGPU;

namespace Sgl;

/// <summary>
/// Copies a matrix, of any strides, into one that is row-major and contiguous: transposed weights, say, so that threads
/// side by side read what lies side by side.
/// </summary>
internal sealed class DeviceCopy(KernelLauncher launcher)
{
    /// <param name="from">[R, C].</param>
    /// <param name="to">[R, C], row-major and contiguous; must not overlap the matrix.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or the matrix reaches beyond its data.</exception>
    public void Copy(DeviceMatrix from, ArrayView<float> to)
    {
        from.RequireValid(nameof(from));
        Lanes.RequireLength(to.Length, (long)from.Rows * from.Columns, nameof(to));
        var elements = Spread.Over(to.Length);
        launcher.Run(Kernel, elements.Threads, new Arguments(elements, from, to));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceMatrix from, ArrayView<float> to) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int column) = Place.Of(at, from.Columns);
            to[at] = from[row, column];
        }
    }

    internal readonly record struct Arguments(Spread Elements, DeviceMatrix From, ArrayView<float> To);
}
