using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>As <see cref="GrowingBuffer"/>, in memory of the processor that a device reads and writes by itself, unattended.</summary>
internal sealed class GrowingPinnedBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private PageLockedArray1D<T>? _array;

    /// <summary>The first <paramref name="length"/> values. What they hold is unspecified.</summary>
    public Span<T> Take(int length)
    {
        if (length == 0) return default;
        if (_array is null || _array.Length < length)
        {
            _array?.Dispose();
            _array = accelerator.AllocatePageLocked1D<T>(length);
        }

        return _array.Span[..length];
    }

    /// <summary>The values of the last <see cref="Take"/>, as copies from and to a device take them.</summary>
    public ArrayView<T> View(int length) => length == 0 ? default : _array!.ArrayView.SubView(0, length);

    /// <summary>Frees it.</summary>
    public void Dispose() => _array?.Dispose();
}
