using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sgl;

/// <summary>The set bits of a range, counted from its first, in ascending order.</summary>
/// <param name="bits">Bytes, the lowest bit first, of which <see cref="SpikeMatrix.Spare"/> follow the range.</param>
/// <param name="start">The first bit of the range.</param>
/// <param name="count">Number of bits.</param>
internal ref struct SetBits(ReadOnlySpan<byte> bits, long start, int count)
{
    /// <summary>Positions that <see cref="CopyTo"/> may write beyond the last one.</summary>
    public const int Slack = 32;

    // Bits that are looked at together: so many are in 64 bits from any bit of a byte on.
    private const int WordBits = 56;

    // Positions that are written together without vectors.
    private const int Together = 4;

    private static Vector512<byte> EightOfEach => (Vector512<ulong>.Indices * 0x0101010101010101UL).AsByte();

    private static Vector512<byte> BitOfEach => Vector512.Create(0x8040201008040201UL).AsByte();

    private readonly ReadOnlySpan<byte> _bits = bits;
    private int _first = -WordBits;
    private ulong _word = 0;

    public int Current { get; private set; }

    private readonly bool StartsByte => (start & 7) == 0;

    public readonly SetBits GetEnumerator() => this;

    /// <summary>How many they are.</summary>
    public readonly int Count()
    {
        int set = 0, first = 0;
        if (StartsByte)
        {
            ReadOnlySpan<ulong> whole = MemoryMarshal.Cast<byte, ulong>(_bits[(int)(start >> 3)..])[..(count / 64)];
            foreach (ulong word in whole) set += BitOperations.PopCount(word);
            first = whole.Length * 64;
        }

        for (; first < count; first += WordBits) set += BitOperations.PopCount(Word(first, WordBits));
        return set;
    }

    /// <summary>Writes where they are, in ascending order.</summary>
    /// <param name="positions">As many as there may be, and <see cref="Slack"/> more; what follows the last one is void.</param>
    /// <returns>How many they are.</returns>
    public readonly int CopyTo(Span<ushort> positions)
    {
        _ = positions[count + Slack - 1];
        ref ushort target = ref MemoryMarshal.GetReference(positions);
        int set = 0, bits = StartsByte ? 64 : WordBits;
        for (int first = 0; first < count; first += bits)
        {
            ulong word = Word(first, bits);
            int found = BitOperations.PopCount(word);
            if (Vector512.IsHardwareAccelerated && Avx512Vbmi2.IsSupported)
                Compress(word, found, first, ref Unsafe.Add(ref target, set));
            else
                Take(word, found, first, ref Unsafe.Add(ref target, set));
            set += found;
        }

        return set;
    }

    public bool MoveNext()
    {
        while (_word == 0)
        {
            _first += WordBits;
            if (_first >= count) return false;
            _word = Word(_first, WordBits);
        }

        Current = _first + BitOperations.TrailingZeroCount(_word);
        _word &= _word - 1;
        return true;
    }

    // So many bits from one of the range on, or those until its end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Word(int first, int bits)
    {
        long at = start + first;
        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(_bits[(int)(at >> 3)..]) >> (int)(at & 7);
        return word & (ulong.MaxValue >> (64 - Math.Min(bits, count - first)));
    }

    // Each bit becomes a byte of a mask, which chooses from the numbers 0 to 63. No branch depends on where bits are, and
    // half a vector has room for what a word of spikes mostly has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compress(ulong word, int found, int first, ref ushort target)
    {
        Vector512<byte> bytes = Avx512BW.Shuffle(Vector512.Create(word).AsByte(), EightOfEach);
        Vector512<byte> isSet = ~Vector512.Equals(bytes & BitOfEach, Vector512<byte>.Zero);
        Vector512<byte> positions = Avx512Vbmi2.Compress(Vector512<byte>.Zero, isSet, Vector512<byte>.Indices);
        Vector512<ushort> origin = Vector512.Create((ushort)first);
        (Vector512.WidenLower(positions) + origin).StoreUnsafe(ref target);
        if (found > Vector512<ushort>.Count)
            (Vector512.WidenUpper(positions) + origin).StoreUnsafe(ref target, (nuint)Vector512<ushort>.Count);
    }

    // Four at a time, whether there are so many or not: to guess wrong takes longer than what is written in vain.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(ulong word, int found, int first, ref ushort target)
    {
        int at = 0;
        do
        {
            Unsafe.Add(ref target, at) = Take(ref word, first);
            Unsafe.Add(ref target, at + 1) = Take(ref word, first);
            Unsafe.Add(ref target, at + 2) = Take(ref word, first);
            Unsafe.Add(ref target, at + 3) = Take(ref word, first);
            at += Together;
        }
        while (at < found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Take(ref ulong word, int first)
    {
        int position = first + BitOperations.TrailingZeroCount(word);
        word &= word - 1;
        return (ushort)position;
    }
}
