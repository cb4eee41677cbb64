namespace Sgl;

/// <summary>Memory of a device that is kept.</summary>
internal sealed class GpuMemory<T>(GrowingDeviceBuffer<T> buffer) : KeptMemory<T>
    where T : unmanaged
{
    public override View<T> Take(long length) => buffer.Take(length).AsView();
}
