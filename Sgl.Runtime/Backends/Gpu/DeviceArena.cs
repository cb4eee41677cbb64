using ILGPU.Runtime;

namespace Sgl;

/// <summary>The buffers of one network on a device: made as its layers are, kept between passes, freed together.</summary>
internal sealed class DeviceArena(Accelerator accelerator) : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    /// <summary>A buffer of numbers.</summary>
    public GrowingDeviceBuffer<T> Keep<T>()
        where T : unmanaged => Own(new GrowingDeviceBuffer<T>(accelerator));

    /// <summary>A buffer of floats.</summary>
    public GrowingDeviceBuffer<float> Floats() => Keep<float>();

    /// <summary>A buffer of words of bits.</summary>
    public GrowingDeviceBuffer<uint> Words() => Keep<uint>();

    /// <summary>A buffer of integers.</summary>
    public GrowingDeviceBuffer<int> Integers() => Keep<int>();

    /// <summary>A buffer of the processor's memory, for what is sent and brought.</summary>
    public GrowingPinnedBuffer<T> Pinned<T>()
        where T : unmanaged => Own(new GrowingPinnedBuffer<T>(accelerator));

    /// <summary>Frees all of them.</summary>
    public void Dispose()
    {
        foreach (IDisposable buffer in _buffers) buffer.Dispose();
        _buffers.Clear();
    }

    private TBuffer Own<TBuffer>(TBuffer buffer)
        where TBuffer : IDisposable
    {
        _buffers.Add(buffer);
        return buffer;
    }
}
