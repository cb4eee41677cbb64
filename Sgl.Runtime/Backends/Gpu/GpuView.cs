using ILGPU;

namespace Sgl;

/// <summary>A view of ILGPU.</summary>
internal sealed class GpuView<T>(ArrayView<T> array) : DeviceView<T>
    where T : unmanaged
{
    /// <summary>The view itself.</summary>
    public ArrayView<T> Array => array;

    public override long Length => array.Length;

    // ILGPU has no view of nothing at the end of another.
    public override DeviceView<T> Slice(long start, long length) =>
        new GpuView<T>(length == 0 ? default : array.SubView(start, length));
}

/// <summary>Between views of ILGPU and those of a <see cref="Backend"/>.</summary>
internal static class GpuViews
{
    /// <summary>The same memory as operations take it.</summary>
    public static View<T> AsView<T>(this ArrayView<T> array)
        where T : unmanaged => new(new GpuView<T>(array));

    /// <summary>The same memory as kernels take it.</summary>
    /// <exception cref="InvalidOperationException">It is on the processor.</exception>
    public static ArrayView<T> AsArray<T>(this View<T> view)
        where T : unmanaged => view.Device switch
        {
            GpuView<T> device => device.Array,
            _ when view.Length == 0 => default,
            _ => throw new InvalidOperationException("The numbers are in the memory of the processor; an operation of a device reads those there."),
        };
}
