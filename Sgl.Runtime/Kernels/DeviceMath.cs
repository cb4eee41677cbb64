using System.ComponentModel;

namespace Sgl;

/// <summary>
/// The functions that are one operation of IEEE 754, with the bits that .NET gives them: a device's own least and largest
/// forget NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeviceMath
{
    // From here on no float has a fraction.
    private const float TwoTo23 = 8388608f;

    /// <summary>|x|.</summary>
    public static T Abs<T>(T x)
        where T : struct, IStrictFloat<T> => MathF.Abs((float)x);

    /// <summary>√x, NaN below 0.</summary>
    public static T Sqrt<T>(T x)
        where T : struct, IStrictFloat<T> => MathF.Sqrt((float)x);

    /// <summary>The lesser one; NaN where either is, and −0 below +0.</summary>
    public static T Min<T>(T a, T b)
        where T : struct, IStrictFloat<T> => a < b || IsNaN(a) || (a == b && IsNegative(a)) ? a : b;

    /// <summary>The greater one; NaN where either is, and +0 above −0.</summary>
    public static T Max<T>(T a, T b)
        where T : struct, IStrictFloat<T> => a > b || IsNaN(a) || (a == b && !IsNegative(a)) ? a : b;

    /// <summary>The largest integer that is not above x.</summary>
    public static T Floor<T>(T x)
        where T : struct, IStrictFloat<T> => MathF.Floor((float)x);

    /// <summary>The least integer that is not below x.</summary>
    public static T Ceiling<T>(T x)
        where T : struct, IStrictFloat<T> => MathF.Ceiling((float)x);

    /// <summary>The integer next to x towards 0.</summary>
    public static T Truncate<T>(T x)
        where T : struct, IStrictFloat<T> => x < 0f ? Ceiling(x) : Floor(x);

    /// <summary>The integer nearest to x, of two the even one.</summary>
    public static T Round<T>(T x)
        where T : struct, IStrictFloat<T>
    {
        T magnitude = Abs(x);
        if (!(magnitude < TwoTo23)) return x;
        T rounded = magnitude + TwoTo23 - TwoTo23;
        return IsNegative(x) ? -rounded : rounded;
    }

    /// <summary>x·y + z, rounded once.</summary>
    public static T FusedMultiplyAdd<T>(T x, T y, T z)
        where T : struct, IStrictFloat<T> => T.FusedMultiplyAdd(x, y, z);

    /// <inheritdoc cref="Lane.Scale"/>
    public static T Scale<T>(T x, T n)
        where T : struct, IStrictFloat<T>
    {
        // The sum's last bits are n and the biases of two exponents, as in SpikeMath.
        int sum = T.BitsOf(n + 12583166f);
        int half = sum >> 1;
        return x * BitConverter.Int32BitsToSingle(half << 23) * BitConverter.Int32BitsToSingle((sum - half) << 23);
    }

    /// <inheritdoc cref="Lane.Exponent"/>
    public static T Exponent<T>(T x)
        where T : struct, IStrictFloat<T> => ((T.BitsOf(x) >> 23) & 255) - 127;

    /// <inheritdoc cref="Lane.High"/>
    public static T High<T>(T x)
        where T : struct, IStrictFloat<T> => BitConverter.Int32BitsToSingle(T.BitsOf(x) & ~0xfff);

    private static bool IsNaN<T>(T x)
        where T : struct, IStrictFloat<T> => float.IsNaN((float)x);

    private static bool IsNegative<T>(T x)
        where T : struct, IStrictFloat<T> => T.BitsOf(x) < 0;
}
