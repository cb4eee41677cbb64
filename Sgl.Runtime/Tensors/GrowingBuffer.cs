namespace Sgl;

/// <summary>Memory that is kept between calls and replaced only where a call needs more.</summary>
internal sealed class GrowingBuffer
{
    private Memory<float> _data;

    /// <summary>What it keeps.</summary>
    public long Bytes => (long)_data.Length * sizeof(float);

    /// <summary>Several of them.</summary>
    public static GrowingBuffer[] Several(int count)
    {
        var buffers = new GrowingBuffer[count];
        for (int i = 0; i < count; i++) buffers[i] = new GrowingBuffer();
        return buffers;
    }

    /// <summary>The first <paramref name="length"/> floats. What they hold is unspecified.</summary>
    public Memory<float> Take(int length)
    {
        if (_data.Length < length) _data = KernelMemory.Allocate(length);
        return _data[..length];
    }
}
