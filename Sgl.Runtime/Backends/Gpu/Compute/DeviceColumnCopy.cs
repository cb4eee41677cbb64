using ILGPU;

namespace Sgl;

/// <summary>Copies some columns of rows into some columns of other rows.</summary>
internal sealed class DeviceColumnCopy(KernelLauncher launcher)
{
    /// <param name="from">The first of the columns of the first row, and how far rows are apart; 0 repeats one row.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    public void Copy(DeviceColumns from, DeviceColumns to, long rows, int width)
    {
        var elements = Spread.Over(rows * width);
        if (elements.Count > 0) launcher.Run(Kernel, elements.Threads, new Arguments(elements, from, to, width));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceColumns from, DeviceColumns to, int width) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int column) = Place.Of(at, width);
            to.Data[to.First + row * to.Stride + column] = from.Data[from.First + row % from.Rows * from.Stride + column];
        }
    }

    internal readonly record struct Arguments(Spread Elements, DeviceColumns From, DeviceColumns To, int Width);
}

/// <summary>Some columns of rows.</summary>
/// <param name="Data">The rows, one after the other.</param>
/// <param name="First">The first column.</param>
/// <param name="Stride">Values of a row.</param>
/// <param name="Rows">After so many rows the first one comes again.</param>
internal readonly record struct DeviceColumns(ArrayView<float> Data, int First, int Stride, long Rows);
