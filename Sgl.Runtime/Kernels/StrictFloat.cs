using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <summary>
/// A <see cref="IStrictFloat{TSelf}"/> on every device, for the kernels of the runtime: it asks in each operation where it
/// is. That is simple to write with, and slow to compile where operations are many, so models have a type for each device.
/// </summary>
/// <remarks>
/// Operators tell devices apart by a <c>switch</c> with all cases, because it is the only branch that ILGPU decides when
/// it compiles: after an <c>if</c> the code for other devices would remain.
/// </remarks>
internal readonly struct StrictFloat : IStrictFloat<StrictFloat>
{
    private readonly float _value;

    private StrictFloat(float value) => _value = value;

    /// <summary>The same number, in a form that ILGPU takes for no constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator StrictFloat(float value)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                return new(value);
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return new(-(-value));
        }
    }

    /// <inheritdoc/>
    public static explicit operator float(StrictFloat value) => value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StrictFloat operator +(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("add.rn.f32 %0, %1, %2;", out float sum, left._value, right._value);
                return new(sum);
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return new(left._value + right._value);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StrictFloat operator -(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("sub.rn.f32 %0, %1, %2;", out float difference, left._value, right._value);
                return new(difference);
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return new(left._value - right._value);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StrictFloat operator *(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("mul.rn.f32 %0, %1, %2;", out float product, left._value, right._value);
                return new(product);
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return new(left._value * right._value);
        }
    }

    /// <inheritdoc/>
    public static StrictFloat operator /(StrictFloat left, StrictFloat right) => new(left._value / right._value);

    /// <inheritdoc/>
    public static StrictFloat operator -(StrictFloat value) => new(-value._value);

    /// <inheritdoc/>
    public static bool operator <(StrictFloat left, StrictFloat right) => left._value < right._value;

    /// <inheritdoc/>
    public static bool operator <=(StrictFloat left, StrictFloat right) => left._value <= right._value;

    /// <inheritdoc/>
    public static bool operator >(StrictFloat left, StrictFloat right) => left._value > right._value;

    /// <inheritdoc/>
    public static bool operator >=(StrictFloat left, StrictFloat right) => left._value >= right._value;

    /// <inheritdoc/>
    public static bool operator ==(StrictFloat left, StrictFloat right) => left._value == right._value;

    /// <inheritdoc/>
    public static bool operator !=(StrictFloat left, StrictFloat right) => left._value != right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StrictFloat FusedMultiplyAdd(StrictFloat x, StrictFloat y, StrictFloat z)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                CudaAsm.Emit("fma.rn.f32 %0, %1, %2, %3;", out float sum, x._value, y._value, z._value);
                return new(sum);
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return new(OpenClMultiplyAdd.Of(x._value, y._value, z._value));
        }
    }

    /// <summary>The bits of the number; ILGPU has no code for those of a constant on CUDA.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int BitsOf(StrictFloat x)
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

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StrictFloat other && _value.Equals(other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
