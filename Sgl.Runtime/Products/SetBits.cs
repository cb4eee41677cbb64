using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sgl;

/// <summary>The set bits of a range, counted from its first, in ascending order.</summary>
/// <param name="bits">Bytes, the lowest bit first, of which <see cref="SpikeMatrix.Spare"/> follow the range.</param>
/// <param name="start">The first bit of the range.</param>
/// <param name="count">Number of bits.</param>
internal ref struct SetBits(ReadOnlySpan<byte> bits, long start, int count)
{
    private readonly ReadOnlySpan<byte> _bits = bits;
    private int _first = -SpikeMatrix.WordBits;
    private ulong _word = 0;

    public int Current { get; private set; }

    public readonly SetBits GetEnumerator() => this;

    /// <summary>How many they are.</summary>
    public readonly int Count()
    {
        int set = 0;
        for (int i = 0; i < count; i += SpikeMatrix.WordBits)
            set += BitOperations.PopCount(SpikeMatrix.Word(_bits, start, i, count));
        return set;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        while (_word == 0)
        {
            _first += SpikeMatrix.WordBits;
            if (_first >= count) return false;
            _word = SpikeMatrix.Word(_bits, start, _first, count);
        }

        Current = _first + BitOperations.TrailingZeroCount(_word);
        _word &= _word - 1;
        return true;
    }
}
