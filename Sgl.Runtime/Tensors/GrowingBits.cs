namespace Sgl;

/// <summary>As <see cref="GrowingBuffer"/>, of bits.</summary>
internal sealed class GrowingBits
{
    private byte[] _data = [];

    /// <summary>What it keeps.</summary>
    public long Bytes => _data.Length;

    /// <summary>Bytes for a number of bytes of bits, and for those that must follow them.</summary>
    public static long Length(long bytes) => bytes + SpikeMatrix.Spare;

    /// <summary>The first <paramref name="bytes"/> bytes, and those that must follow them. What they hold is unspecified.</summary>
    public Memory<byte> Take(int bytes)
    {
        int length = (int)checked(Length(bytes));
        if (_data.Length < length) _data = GC.AllocateUninitializedArray<byte>(length);
        return _data.AsMemory(0, length);
    }
}
