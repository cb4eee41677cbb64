using ILGPU;

namespace Sgl;

/// <summary>
/// A <see cref="IStrictFloat{TSelf}"/> on OpenCL and on ILGPU's CPU accelerator, where nobody contracts, but ILGPU itself
/// simplifies: it turns x + 0 into x, joins the constants of (x + a) + b, and takes the contrary of x &lt; y to be x ≥ y.
/// So constants hide from it, and comparisons ask for NaN, so that their contrary does.
/// </summary>
public readonly struct StrictFloat : IStrictFloat<StrictFloat>
{
    private readonly float _value;

    private StrictFloat(float value) => _value = value;

    /// <inheritdoc/>
    public static implicit operator StrictFloat(float value) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) | ZeroAtRunTime));

    /// <inheritdoc/>
    public static explicit operator float(StrictFloat value) => value._value;

    /// <inheritdoc/>
    public static StrictFloat operator +(StrictFloat left, StrictFloat right) => new(left._value + right._value);

    /// <inheritdoc/>
    public static StrictFloat operator -(StrictFloat left, StrictFloat right) => new(left._value - right._value);

    /// <inheritdoc/>
    public static StrictFloat operator *(StrictFloat left, StrictFloat right) => new(left._value * right._value);

    /// <inheritdoc/>
    public static StrictFloat operator /(StrictFloat left, StrictFloat right) => new(left._value / right._value);

    /// <inheritdoc/>
    public static StrictFloat operator -(StrictFloat value) => new(-value._value);

    /// <inheritdoc/>
    public static bool operator <(StrictFloat left, StrictFloat right) => left._value < right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator <=(StrictFloat left, StrictFloat right) => left._value <= right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator >(StrictFloat left, StrictFloat right) => left._value > right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator >=(StrictFloat left, StrictFloat right) => left._value >= right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator ==(StrictFloat left, StrictFloat right) => left._value == right._value;

    /// <inheritdoc/>
    public static bool operator !=(StrictFloat left, StrictFloat right) => left._value != right._value;

    /// <inheritdoc/>
    public static StrictFloat FusedMultiplyAdd(StrictFloat x, StrictFloat y, StrictFloat z) =>
        new(RoundedOnce((double)x._value * y._value, z._value));

    /// <inheritdoc/>
    public static int BitsOf(StrictFloat x) => BitConverter.SingleToInt32Bits(x._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StrictFloat other && _value.Equals(other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    // No group has a size below 0, but ILGPU does not know.
    private static int ZeroAtRunTime => Group.DimX >> 31;

    private static bool AreNumbers(StrictFloat left, StrictFloat right) =>
        !(float.IsNaN(left._value) | float.IsNaN(right._value));

    // The double next to the sum, of two the odd one, then rounds to float as the sum itself does (Boldo and Melquiond,
    // "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
    private static float RoundedOnce(double product, double addend)
    {
        double sum = product + addend;
        double part = sum - product;
        double error = product - (sum - part) + (addend - part);
        long bits = BitConverter.DoubleToInt64Bits(sum);
        bool isInexact = error != 0 && !double.IsNaN(error);
        if (isInexact && (bits & 1) == 0) bits += error > 0 == sum > 0 ? 1 : -1;
        return (float)BitConverter.Int64BitsToDouble(bits);
    }
}
