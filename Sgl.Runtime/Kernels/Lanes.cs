using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Small pieces that the generated vector kernels are made of.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Lanes
{
    // 1.5·2²³ and the biases of two exponents: added to an integer, its last bits are the exponents' sum, as in SpikeMath.
    private const float RoundedAndBiased = 12583166f;

    /// <summary>The most neurons of a tile.</summary>
    internal const int MaxWidth = 2048;

    private static readonly float[] Zeros = new float[MaxWidth];

    /// <summary>The row of one time step, checked once so that the loop over its neurons need not be.</summary>
    /// <param name="plane">All rows.</param>
    /// <param name="start">Where the row starts.</param>
    /// <param name="width">Its length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plane ends before the row does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Row(Span<float> plane, int start, int width) =>
        ref MemoryMarshal.GetReference(plane.Slice(start, width));

    /// <inheritdoc cref="Row(Span{float}, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Row(ReadOnlySpan<float> plane, int start, int width) =>
        ref MemoryMarshal.GetReference(plane.Slice(start, width));

    /// <summary>The row of one time step as <see cref="Row(Span{float}, int, int)"/>, a null reference for no plane.</summary>
    /// <param name="plane">All rows, or nothing.</param>
    /// <param name="start">Where the row starts.</param>
    /// <param name="width">Its length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plane ends before the row does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float RowOrNone(Span<float> plane, int start, int width) =>
        ref plane.IsEmpty ? ref Unsafe.NullRef<float>() : ref Row(plane, start, width);

    /// <summary>The row of one time step as <see cref="Row(Span{float}, int, int)"/>, zeros for no plane.</summary>
    /// <param name="plane">All rows, or nothing.</param>
    /// <param name="start">Where the row starts.</param>
    /// <param name="width">Its length, at most <see cref="MaxWidth"/>; the row is read only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plane ends before the row does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float RowOrZeros(ReadOnlySpan<float> plane, int start, int width) =>
        ref plane.IsEmpty ? ref Row(Zeros, 0, width) : ref Row(plane, start, width);

    /// <summary>Loads the <paramref name="count"/> values that are left of a row; the other lanes are 0.</summary>
    /// <param name="row">First of the values left.</param>
    /// <param name="count">How many, at most the vector's length.</param>
    public static Vector<float> LoadTail(ref readonly float row, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        MemoryMarshal.CreateReadOnlySpan(in row, count).CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="row">Where the first one goes.</param>
    /// <param name="count">How many, at most the vector's length.</param>
    public static void StoreTail(Vector<float> value, ref float row, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        value.CopyTo(lanes);
        lanes[..count].CopyTo(MemoryMarshal.CreateSpan(ref row, count));
    }

    /// <summary>Adds the first <paramref name="count"/> lanes to what is there.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="row">Where the first one goes.</param>
    /// <param name="count">How many, at most the vector's length.</param>
    public static void AddTail(Vector<float> value, ref float row, int count) =>
        StoreTail(value + LoadTail(ref row, count), ref row, count);

    /// <summary>1 in the lanes whose bit is set, else 0.</summary>
    /// <param name="bits">A comparison's result: all ones or all zeros in each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ToFloat(Vector<int> bits) =>
        Vector.AsVectorSingle(bits & Vector.AsVectorInt32(Vector<float>.One));

    /// <summary>x·2ⁿ for integers n from −252 to 254.</summary>
    /// <param name="x">Numbers whose products with the root of 2ⁿ are normal, 0, infinite or NaN.</param>
    /// <param name="n">Integers, as floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Scale(Vector<float> x, Vector<float> n)
    {
        Vector<int> sum = Vector.AsVectorInt32(n + Vector.Create(RoundedAndBiased));
        Vector<int> half = sum >> 1;
        return x * Vector.AsVectorSingle(half << 23) * Vector.AsVectorSingle((sum - half) << 23);
    }

    /// <summary>+1 in the lanes whose bit is set, else −1.</summary>
    /// <param name="bits">A comparison's result: all ones or all zeros in each lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ToSign(Vector<int> bits) =>
        Vector.ConditionalSelect(bits, Vector<float>.One, -Vector<float>.One);

    /// <summary>⌊log₂|x|⌋ of normal numbers, from their exponent bits.</summary>
    /// <param name="x">Numbers of at least 2⁻¹²⁶ in magnitude, and finite.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exponent(Vector<float> x) => Vector.ConvertToSingle(
        ((Vector.AsVectorInt32(x) >> 23) & new Vector<int>(255)) - new Vector<int>(127));

    /// <summary>The numbers with the lower 12 bits of their mantissas cleared.</summary>
    /// <param name="x">Any numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> High(Vector<float> x) =>
        Vector.AsVectorSingle(Vector.AsVectorInt32(x) & new Vector<int>(~0xfff));

    /// <summary>Sums values in a fixed order: first to last, in double precision.</summary>
    /// <param name="values">The values.</param>
    /// <param name="sum">The sum of those before them, so that a sum has the same bits however it is cut.</param>
    public static double Sum(ReadOnlySpan<float> values, double sum = 0)
    {
        foreach (float value in values) sum += value;
        return sum;
    }

    /// <summary>Throws unless a plane [T, N] has the right length.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static void RequirePlane(ReadOnlySpan<float> plane, int steps, int neurons, string name)
    {
        if (plane.Length != (long)steps * neurons)
            throw new ArgumentException(
                $"'{name}' has {plane.Length} values; {steps} steps of {neurons} neurons are expected.", name);
    }

    /// <summary>Throws unless a plane [T, N] is empty or has the right length.</summary>
    /// <inheritdoc cref="RequirePlane"/>
    public static void RequirePlaneOrNone(ReadOnlySpan<float> plane, int steps, int neurons, string name)
    {
        if (!plane.IsEmpty) RequirePlane(plane, steps, neurons, name);
    }

    /// <summary>Throws unless a row [N] has the right length.</summary>
    /// <param name="row">The row.</param>
    /// <param name="neurons">N.</param>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static void RequireRow(ReadOnlySpan<float> row, int neurons, string name) =>
        RequireLength(row.Length, neurons, name);

    /// <summary>Throws unless a span has exactly the length that the other arguments call for.</summary>
    internal static void RequireLength(long actual, long expected, string name)
    {
        if (actual != expected)
            throw new ArgumentException($"'{name}' has {actual} values; {expected} are expected.", name);
    }
}
