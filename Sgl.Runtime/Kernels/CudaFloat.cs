using System.ComponentModel;
using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <summary>
/// A <see cref="IStrictFloat{TSelf}"/> on CUDA, whose assembler makes one multiply-add of a plain product and a plain
/// sum, but leaves alone those that name their rounding. Constants hide from ILGPU, which compares them with NaN as if
/// it were a number.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CudaFloat : IStrictFloat<CudaFloat>
{
    private readonly float _value;

    private CudaFloat(float value) => _value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator CudaFloat(float value)
    {
        CudaAsm.Emit("mov.f32 %0, %1;", out float same, value);
        return new(same);
    }

    /// <inheritdoc/>
    public static explicit operator float(CudaFloat value) => value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CudaFloat operator +(CudaFloat left, CudaFloat right)
    {
        CudaAsm.Emit("add.rn.f32 %0, %1, %2;", out float sum, left._value, right._value);
        return new(sum);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CudaFloat operator -(CudaFloat left, CudaFloat right)
    {
        CudaAsm.Emit("sub.rn.f32 %0, %1, %2;", out float difference, left._value, right._value);
        return new(difference);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CudaFloat operator *(CudaFloat left, CudaFloat right)
    {
        CudaAsm.Emit("mul.rn.f32 %0, %1, %2;", out float product, left._value, right._value);
        return new(product);
    }

    /// <inheritdoc/>
    public static CudaFloat operator /(CudaFloat left, CudaFloat right) => new(left._value / right._value);

    /// <inheritdoc/>
    public static CudaFloat operator -(CudaFloat value) => new(-value._value);

    /// <inheritdoc/>
    public static bool operator <(CudaFloat left, CudaFloat right) => left._value < right._value;

    /// <inheritdoc/>
    public static bool operator <=(CudaFloat left, CudaFloat right) => left._value <= right._value;

    /// <inheritdoc/>
    public static bool operator >(CudaFloat left, CudaFloat right) => left._value > right._value;

    /// <inheritdoc/>
    public static bool operator >=(CudaFloat left, CudaFloat right) => left._value >= right._value;

    /// <inheritdoc/>
    public static bool operator ==(CudaFloat left, CudaFloat right) => left._value == right._value;

    /// <inheritdoc/>
    public static bool operator !=(CudaFloat left, CudaFloat right) => left._value != right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CudaFloat FusedMultiplyAdd(CudaFloat x, CudaFloat y, CudaFloat z)
    {
        CudaAsm.Emit("fma.rn.f32 %0, %1, %2, %3;", out float sum, x._value, y._value, z._value);
        return new(sum);
    }

    /// <inheritdoc/>
    public static int BitsOf(CudaFloat x) => BitConverter.SingleToInt32Bits(x._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CudaFloat other && _value.Equals(other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
