using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <content>
/// The functions that are one operation of IEEE 754, with the bits that .NET gives them: a device's own least and largest
/// forget NaN.
/// </content>
public readonly partial struct StrictFloat
{
    // From here on no float has a fraction.
    private const float TwoTo23 = 8388608f;

    /// <summary>|x|.</summary>
    public static StrictFloat Abs(StrictFloat x) => MathF.Abs(x._value);

    /// <summary>√x, NaN below 0.</summary>
    public static StrictFloat Sqrt(StrictFloat x) => MathF.Sqrt(x._value);

    /// <summary>The lesser one; NaN where either is, and −0 below +0.</summary>
    public static StrictFloat Min(StrictFloat a, StrictFloat b) =>
        a < b || float.IsNaN(a._value) || (a == b && IsNegative(a)) ? a : b;

    /// <summary>The greater one; NaN where either is, and +0 above −0.</summary>
    public static StrictFloat Max(StrictFloat a, StrictFloat b) =>
        a > b || float.IsNaN(a._value) || (a == b && !IsNegative(a)) ? a : b;

    /// <summary>The largest integer that is not above x.</summary>
    public static StrictFloat Floor(StrictFloat x) => MathF.Floor(x._value);

    /// <summary>The least integer that is not below x.</summary>
    public static StrictFloat Ceiling(StrictFloat x) => MathF.Ceiling(x._value);

    /// <summary>The integer next to x towards 0.</summary>
    public static StrictFloat Truncate(StrictFloat x) => x < 0f ? Ceiling(x) : Floor(x);

    /// <summary>The integer nearest to x, of two the even one.</summary>
    public static StrictFloat Round(StrictFloat x)
    {
        StrictFloat magnitude = Abs(x);
        if (!(magnitude < TwoTo23)) return x;
        StrictFloat rounded = magnitude + TwoTo23 - TwoTo23;
        return IsNegative(x) ? -rounded : rounded;
    }

    /// <summary>x·y + z, rounded once. On OpenCL the device must have doubles.</summary>
    public static StrictFloat FusedMultiplyAdd(StrictFloat x, StrictFloat y, StrictFloat z)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("fma.rn.f32 %0, %1, %2, %3;", out float sum, x._value, y._value, z._value);
                return sum;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return RoundedOnce((double)x._value * y._value, z._value);
        }
    }

    /// <inheritdoc cref="Lane.PowerOfTwo"/>
    public static StrictFloat PowerOfTwo(StrictFloat n) => Lane.PowerOfTwo(n._value);

    /// <inheritdoc cref="Lane.Exponent"/>
    public static StrictFloat Exponent(StrictFloat x) => ((BitsOf(x) >> 23) & 255) - 127;

    /// <inheritdoc cref="Lane.High"/>
    public static StrictFloat High(StrictFloat x) => BitConverter.Int32BitsToSingle(BitsOf(x) & ~0xfff);

    private static bool IsNegative(StrictFloat x) => BitsOf(x) < 0;

    // ILGPU has no code for the bits of a constant on CUDA.
    private static int BitsOf(StrictFloat x)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("mov.b32 %0, %1;", out int bits, x._value);
                return bits;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return BitConverter.SingleToInt32Bits(x._value);
        }
    }

    // The double next to the sum, of two the odd one, then rounds to float as the sum itself does (Boldo and Melquiond,
    // "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
    private static float RoundedOnce(double product, double addend)
    {
        double sum = product + addend;
        double part = sum - product;
        double error = product - (sum - part) + (addend - part);
        long bits = BitConverter.DoubleToInt64Bits(sum);
        bool isInexact = error < 0 || error > 0;
        if (isInexact && (bits & 1) == 0) bits += error > 0 == sum > 0 ? 1 : -1;
        return (float)BitConverter.Int64BitsToDouble(bits);
    }
}
