using System.ComponentModel;
using ILGPU;

namespace Sgl;

/// <summary>
/// A <see cref="IStrictFloat{TSelf}"/> on OpenCL and on ILGPU's CPU accelerator, where nobody contracts, but ILGPU itself
/// simplifies: it turns x + 0 into x, joins the constants of (x + a) + b, and takes the contrary of x &lt; y to be x ≥ y.
/// So constants hide from it, and comparisons ask for NaN, so that their contrary does.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OpenClFloat : IStrictFloat<OpenClFloat>
{
    private readonly float _value;

    private OpenClFloat(float value) => _value = value;

    /// <inheritdoc/>
    public static implicit operator OpenClFloat(float value) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) | ZeroAtRunTime));

    /// <inheritdoc/>
    public static explicit operator float(OpenClFloat value) => value._value;

    /// <inheritdoc/>
    public static OpenClFloat operator +(OpenClFloat left, OpenClFloat right) => new(left._value + right._value);

    /// <inheritdoc/>
    public static OpenClFloat operator -(OpenClFloat left, OpenClFloat right) => new(left._value - right._value);

    /// <inheritdoc/>
    public static OpenClFloat operator *(OpenClFloat left, OpenClFloat right) => new(left._value * right._value);

    /// <inheritdoc/>
    public static OpenClFloat operator /(OpenClFloat left, OpenClFloat right) => new(left._value / right._value);

    /// <inheritdoc/>
    public static OpenClFloat operator -(OpenClFloat value) => new(-value._value);

    /// <inheritdoc/>
    public static bool operator <(OpenClFloat left, OpenClFloat right) => left._value < right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator <=(OpenClFloat left, OpenClFloat right) => left._value <= right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator >(OpenClFloat left, OpenClFloat right) => left._value > right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator >=(OpenClFloat left, OpenClFloat right) => left._value >= right._value & AreNumbers(left, right);

    /// <inheritdoc/>
    public static bool operator ==(OpenClFloat left, OpenClFloat right) => left._value == right._value;

    /// <inheritdoc/>
    public static bool operator !=(OpenClFloat left, OpenClFloat right) => left._value != right._value;

    /// <inheritdoc/>
    public static OpenClFloat FusedMultiplyAdd(OpenClFloat x, OpenClFloat y, OpenClFloat z) =>
        new(OpenClMultiplyAdd.Of(x._value, y._value, z._value));

    /// <inheritdoc/>
    public static int BitsOf(OpenClFloat x) => BitConverter.SingleToInt32Bits(x._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OpenClFloat other && _value.Equals(other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    // No group has a size below 0, but ILGPU does not know.
    private static int ZeroAtRunTime => Group.DimX >> 31;

    private static bool AreNumbers(OpenClFloat left, OpenClFloat right) =>
        !(float.IsNaN(left._value) | float.IsNaN(right._value));
}
