using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sgl;

/// <summary>How kernels store spikes as bits.</summary>
public static partial class Lanes
{
    /// <summary>The bits of one time step, a null reference for no plane.</summary>
    /// <param name="plane">All rows, or nothing.</param>
    /// <param name="start">The byte where the row starts.</param>
    /// <param name="width">Number of neurons.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plane ends before the row does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte BitRow(Span<byte> plane, int start, int width) =>
        ref plane.IsEmpty ? ref Unsafe.NullRef<byte>() : ref MemoryMarshal.GetReference(plane.Slice(start, (width + 7) / 8));

    /// <summary>Stores a bit for each lane, set where it is above 0.</summary>
    /// <param name="spikes">The lanes.</param>
    /// <param name="row">The bits of a time step.</param>
    /// <param name="at">The vector's first neuron, a multiple of the vector's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Vector<float> spikes, ref byte row, int at)
    {
        ref byte target = ref Unsafe.Add(ref row, at >> 3);
        uint bits = BitsOf(spikes);
        if (Vector<float>.Count == 16) Unsafe.WriteUnaligned(ref target, (ushort)bits);
        else if (Vector<float>.Count == 8) target = (byte)bits;
        else StoreNibble(bits, ref target, at);
    }

    /// <summary>Stores a bit for each lane of two vectors side by side.</summary>
    /// <param name="left">The lanes of the first one.</param>
    /// <param name="right">The lanes of the second one.</param>
    /// <param name="row">The bits of a time step.</param>
    /// <param name="at">The first vector's first neuron, a multiple of the vector's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Vector<float> left, Vector<float> right, ref byte row, int at)
    {
        StoreBits(left, ref row, at);
        StoreBits(right, ref row, at + Vector<float>.Count);
    }

    /// <summary>Stores a bit for each of the first <paramref name="count"/> lanes; the byte's other bits become 0.</summary>
    /// <param name="spikes">The lanes.</param>
    /// <param name="row">The bits of a time step.</param>
    /// <param name="at">The vector's first neuron, a multiple of the vector's length.</param>
    /// <param name="count">How many, at most the vector's length.</param>
    public static void StoreBitsTail(Vector<float> spikes, ref byte row, int at, int count)
    {
        ref byte target = ref Unsafe.Add(ref row, at >> 3);
        uint bits = BitsOf(spikes) & ((1u << count) - 1);
        if (Vector<float>.Count < 8)
        {
            StoreNibble(bits, ref target, at);
            return;
        }

        for (; count > 0; count -= 8, bits >>= 8, target = ref Unsafe.Add(ref target, 1)) target = (byte)bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BitsOf(Vector<float> spikes)
    {
        Vector<int> isSet = Vector.GreaterThan(spikes, Vector<float>.Zero);
        return Vector<float>.Count switch
        {
            16 => (uint)isSet.AsVector512().ExtractMostSignificantBits(),
            8 => isSet.AsVector256().ExtractMostSignificantBits(),
            _ => isSet.AsVector128().ExtractMostSignificantBits(),
        };
    }

    // Four lanes are half a byte, the first half first.
    private static void StoreNibble(uint bits, ref byte target, int at) =>
        target = (byte)((at & 4) == 0 ? bits : target | (bits << 4));
}
