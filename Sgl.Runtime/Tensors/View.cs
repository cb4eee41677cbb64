namespace Sgl;

/// <summary>
/// Numbers in the memory of a <see cref="Backend"/>: on the processor a <see cref="Memory{T}"/>, on a device a part of a buffer
/// there. Only operations of that backend read and write it.
/// </summary>
/// <typeparam name="T">The numbers.</typeparam>
public readonly record struct View<T>
    where T : unmanaged
{
    private readonly Memory<T> _memory;
    private readonly DeviceView<T>? _device;

    internal View(Memory<T> memory) => _memory = memory;

    internal View(DeviceView<T> device) => _device = device;

    /// <summary>How many numbers.</summary>
    public long Length => _device?.Length ?? _memory.Length;

    /// <summary>Where they are on the processor.</summary>
    /// <exception cref="InvalidOperationException">They are on a device.</exception>
    internal Memory<T> Memory => _device is null
        ? _memory
        : throw new InvalidOperationException("The numbers are in the memory of a device; only its backend reads them.");

    /// <summary>Where they are on a device; null where they are on the processor.</summary>
    internal DeviceView<T>? Device => _device;

    /// <summary>Some of the numbers; nothing is copied.</summary>
    /// <param name="start">The first of them, at least 0.</param>
    /// <param name="length">How many, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such numbers.</exception>
    public View<T> Slice(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return _device is null ? new View<T>(_memory.Slice((int)start, (int)length)) : new View<T>(_device.Slice(start, length));
    }
}

/// <summary>A part of a buffer of a device.</summary>
internal abstract class DeviceView<T>
    where T : unmanaged
{
    /// <summary>How many numbers.</summary>
    public abstract long Length { get; }

    /// <summary>Some of them.</summary>
    public abstract DeviceView<T> Slice(long start, long length);
}
