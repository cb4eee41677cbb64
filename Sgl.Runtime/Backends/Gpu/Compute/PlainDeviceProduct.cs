using ILGPU;

namespace Sgl;

/// <summary>
/// The product with one thread for each element, which waits for no other: for devices where threads that wait are dear.
/// </summary>
internal sealed class PlainDeviceProduct(KernelLauncher launcher) : IDeviceProduct
{
    public bool HasOwnOrder => false;

    public override string ToString() => "plain";

    public void Multiply(DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, bool accumulate)
    {
        var elements = Spread.Over(c.Length);
        launcher.Run(Kernel, elements.Threads, new Arguments(elements, a, b, c, accumulate ? 1 : 0));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, int accumulate) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int column) = Place.Of(at, b.Columns);
            StrictFloat sum = accumulate != 0 ? c[at] : 0f;
            for (int k = 0; k < b.Rows; k++) sum = StrictFloat.FusedMultiplyAdd(a[row, k], b[k, column], sum);
            c[at] = (float)sum;
        }
    }

    internal readonly record struct Arguments(
        Spread Elements, DeviceMatrix A, DeviceMatrix B, ArrayView<float> C, int Accumulate);
}
