using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>As <see cref="GrowingBuffer"/>, in the memory of a device.</summary>
internal sealed class GrowingDeviceBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? _buffer;

    /// <summary>What it keeps.</summary>
    public long Bytes => _buffer?.LengthInBytes ?? 0;

    /// <summary>The first <paramref name="length"/> values. What they hold is unspecified.</summary>
    public ArrayView<T> Take(long length)
    {
        if (length == 0) return default;
        if (_buffer is null || _buffer.Length < length)
        {
            // What the device was given to do may still want the old one.
            if (_buffer is not null) accelerator.Synchronize();
            _buffer?.Dispose();
            _buffer = accelerator.Allocate1D<T>(length);
        }

        return _buffer.View.BaseView.SubView(0, length);
    }

    /// <summary>Frees it.</summary>
    public void Dispose() => _buffer?.Dispose();
}
