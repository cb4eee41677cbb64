using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>The set bits of a range, counted from its first, in ascending order.</summary>
/// <param name="bits">Bytes, the lowest bit first, of which <see cref="SpikeMatrix.Spare"/> follow the range.</param>
/// <param name="start">The first bit of the range.</param>
/// <param name="count">Number of bits.</param>
internal ref struct SetBits(ReadOnlySpan<byte> bits, long start, int count)
{
    /// <summary>Positions that <see cref="CopyTo"/> may write beyond the last one.</summary>
    public const int Slack = 4;

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

    /// <summary>Writes where they are, in ascending order.</summary>
    /// <param name="positions">As many as there may be, and <see cref="Slack"/> more; what follows the last one is void.</param>
    /// <returns>How many they are.</returns>
    public readonly int CopyTo(Span<ushort> positions)
    {
        _ = positions[count + Slack - 1];
        ref ushort target = ref MemoryMarshal.GetReference(positions);
        int set = 0;
        for (int first = 0; first < count; first += SpikeMatrix.WordBits)
        {
            ulong word = SpikeMatrix.Word(_bits, start, first, count);
            int at = set;
            set += BitOperations.PopCount(word);

            // Four at a time, whether there are so many or not: to guess wrong takes longer than what is written in vain.
            do
            {
                Unsafe.Add(ref target, at) = Take(ref word, first);
                Unsafe.Add(ref target, at + 1) = Take(ref word, first);
                Unsafe.Add(ref target, at + 2) = Take(ref word, first);
                Unsafe.Add(ref target, at + 3) = Take(ref word, first);
                at += Slack;
            }
            while (at < set);
        }

        return set;
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Take(ref ulong word, int first)
    {
        int position = first + BitOperations.TrailingZeroCount(word);
        word &= word - 1;
        return (ushort)position;
    }
}
