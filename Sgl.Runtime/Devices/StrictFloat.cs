using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <summary>
/// A float whose every operation rounds on its own, on every device: what kernels compute with unless they are
/// <see cref="SurrogateAttribute.FastMath"/>. The assembler of CUDA makes one multiply-add of a plain product and a plain
/// sum, whose bits differ; it leaves alone those that name their rounding.
/// </summary>
/// <remarks>
/// Operators tell devices apart by a <c>switch</c> with all cases, because it is the only branch that ILGPU decides when
/// it compiles: after an <c>if</c> the code for other devices would remain.
/// </remarks>
public readonly partial struct StrictFloat
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

    /// <summary>The same number.</summary>
    public static explicit operator float(StrictFloat value) => value._value;

    /// <summary>The sum.</summary>
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

    /// <summary>The difference.</summary>
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

    /// <summary>The product.</summary>
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

    /// <summary>The quotient, which nothing is contracted with.</summary>
    public static StrictFloat operator /(StrictFloat left, StrictFloat right) => new(left._value / right._value);

    /// <summary>The number with the other sign.</summary>
    public static StrictFloat operator -(StrictFloat value) => new(-value._value);

    /// <summary>Whether the left one is less; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                return left._value < right._value;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return left._value < right._value;
        }
    }

    /// <summary>Whether the left one is less or equal; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <=(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                return left._value <= right._value;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return left._value <= right._value;
        }
    }

    /// <summary>Whether the left one is greater; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                return left._value > right._value;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return left._value > right._value;
        }
    }

    /// <summary>Whether the left one is greater or equal; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >=(StrictFloat left, StrictFloat right)
    {
        switch (Accelerator.CurrentType)
        {
            case AcceleratorType.Cuda:
                return left._value >= right._value;
            case AcceleratorType.CPU:
            case AcceleratorType.OpenCL:
            default:
                return left._value >= right._value;
        }
    }

    /// <summary>Whether they are equal; false where either is NaN.</summary>
    public static bool operator ==(StrictFloat left, StrictFloat right) => left._value == right._value;

    /// <summary>Whether they are not equal; true where either is NaN.</summary>
    public static bool operator !=(StrictFloat left, StrictFloat right) => left._value != right._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StrictFloat other && _value.Equals(other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
