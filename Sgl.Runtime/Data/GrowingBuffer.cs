namespace Sgl;

/// <summary>An array that is kept between calls and replaced only where a call needs a longer one.</summary>
internal sealed class GrowingBuffer
{
    private float[] _data = [];

    /// <summary>The first <paramref name="length"/> floats. What they hold is unspecified.</summary>
    public Memory<float> Take(int length)
    {
        if (_data.Length < length) _data = GC.AllocateUninitializedArray<float>(length);
        return _data.AsMemory(0, length);
    }
}
