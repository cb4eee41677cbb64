using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sgl;

/// <summary>How kernels reach planes [T, N], most of which are in no cache when their turn comes.</summary>
public static partial class Lanes
{
    // A plane of this size leaves no cache room for what comes next, so nobody finds it there again.
    private const long StreamedBytes = 8 << 20;

    /// <summary>Loads a vector, and has the memory fetch what stands at its place in the next time step.</summary>
    /// <param name="row">The row of a time step.</param>
    /// <param name="at">The vector's first neuron.</param>
    /// <param name="ahead">Distance to the row of the time step that comes next, in floats; it need not exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector<float> Load(ref float row, int at, int ahead)
    {
        // A processor does not guess the way from row to row, and fetching an address that nobody has is no fault.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, at + ahead)));
        return Vector.LoadUnsafe(ref row, (nuint)at);
    }

    /// <summary>Stores a vector, past the caches where asked and where the address allows it.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="row">The row of a time step.</param>
    /// <param name="at">The vector's first neuron.</param>
    /// <param name="streams">Whether nobody will read the row while it could still be in a cache.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, ref float row, int at, bool streams)
    {
        if (streams) Stream(value, ref Unsafe.Add(ref row, at));
        else value.StoreUnsafe(ref row, (nuint)at);
    }

    /// <summary>Stores two vectors side by side.</summary>
    /// <param name="left">The first one.</param>
    /// <param name="right">The second one.</param>
    /// <param name="row">The row of a time step.</param>
    /// <param name="at">The first vector's first neuron.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> left, Vector<float> right, ref float row, int at)
    {
        left.StoreUnsafe(ref row, (nuint)at);
        right.StoreUnsafe(ref row, (nuint)(at + Vector<float>.Count));
    }

    /// <summary>Stores two vectors side by side as <see cref="Store(Vector{float}, ref float, int, bool)"/> does one.</summary>
    /// <param name="left">The first one.</param>
    /// <param name="right">The second one.</param>
    /// <param name="row">The row of a time step.</param>
    /// <param name="at">The first vector's first neuron.</param>
    /// <param name="streams">Whether nobody will read the row while it could still be in a cache.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> left, Vector<float> right, ref float row, int at, bool streams)
    {
        if (streams) Stream(left, right, ref Unsafe.Add(ref row, at));
        else Store(left, right, ref row, at);
    }

    // An ordinary store first reads the line that it overwrites; this one does not. It must be aligned. What pins its
    // address is cleared where a method begins, also one that is inlined: hence a method that only streamed rows enter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Stream(Vector<float> value, ref float target)
    {
        fixed (float* address = &target)
        {
            if ((nuint)address % (nuint)Vector<byte>.Count == 0) value.StoreAlignedNonTemporal(address);
            else value.Store(address);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Stream(Vector<float> left, Vector<float> right, ref float target)
    {
        fixed (float* address = &target)
        {
            if ((nuint)address % (2 * (nuint)Vector<byte>.Count) != 0)
            {
                left.Store(address);
                right.Store(address + Vector<float>.Count);
            }
            else if (Vector<float>.Count == 8 && Vector512.IsHardwareAccelerated)
            {
                Vector512.Create(left.AsVector256(), right.AsVector256()).StoreAlignedNonTemporal(address);
            }
            else
            {
                left.StoreAlignedNonTemporal(address);
                right.StoreAlignedNonTemporal(address + Vector<float>.Count);
            }
        }
    }

    /// <summary>Whether a plane is so large that its rows are better stored past the caches.</summary>
    /// <param name="steps">T.</param>
    /// <param name="stride">Distance from one time step's row to the next, in floats.</param>
    public static bool Streams(int steps, int stride) => (long)steps * stride * sizeof(float) >= StreamedBytes;
}
