using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sgl;

/// <summary>The same for vectors of a cache line, which kernels use where the processor has them.</summary>
public static partial class Lanes
{
    /// <summary>Loads a line, and has the memory fetch what stands at its place in the next time step.</summary>
    /// <inheritdoc cref="Load(ref float, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> LoadLine(ref float row, int at, int ahead)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, at + ahead)));
        return Vector512.LoadUnsafe(ref row, (nuint)at);
    }

    /// <inheritdoc cref="Store(System.Numerics.Vector{float}, ref float, int, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float row, int at, bool streams)
    {
        if (streams) Stream(value, ref Unsafe.Add(ref row, at));
        else value.StoreUnsafe(ref row, (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Stream(Vector512<float> value, ref float target)
    {
        fixed (float* address = &target)
        {
            if ((nuint)address % (nuint)Vector512<byte>.Count == 0) value.StoreAlignedNonTemporal(address);
            else value.Store(address);
        }
    }

    /// <inheritdoc cref="StoreBits(System.Numerics.Vector{float}, ref byte, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(Vector512<float> spikes, ref byte row, int at)
    {
        ulong bits = Vector512.GreaterThan(spikes, Vector512<float>.Zero).ExtractMostSignificantBits();
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref row, at >> 3), (ushort)bits);
    }

    /// <inheritdoc cref="ToFloat(System.Numerics.Vector{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<float> bits) => bits & Vector512<float>.One;

    /// <inheritdoc cref="ToSign(System.Numerics.Vector{int})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSign(Vector512<float> bits) =>
        Vector512.ConditionalSelect(bits, Vector512<float>.One, -Vector512<float>.One);

    /// <inheritdoc cref="Scale(System.Numerics.Vector{float}, System.Numerics.Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> x, Vector512<float> n)
    {
        Vector512<int> sum = (n + Vector512.Create(RoundedAndBiased)).AsInt32();
        Vector512<int> half = sum >> 1;
        return x * (half << 23).AsSingle() * ((sum - half) << 23).AsSingle();
    }

    /// <inheritdoc cref="Exponent(System.Numerics.Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exponent(Vector512<float> x) =>
        Vector512.ConvertToSingle(((x.AsInt32() >> 23) & Vector512.Create(255)) - Vector512.Create(127));

    /// <inheritdoc cref="High(System.Numerics.Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> High(Vector512<float> x) => (x.AsInt32() & Vector512.Create(~0xfff)).AsSingle();
}
