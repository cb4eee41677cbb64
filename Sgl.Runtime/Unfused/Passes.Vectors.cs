using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <content>The operations that <see cref="System.Numerics.Tensors.TensorPrimitives"/> does not have.</content>
public static partial class Passes
{
    /// <summary>What a pass computes of a vector of its operands, of which it ignores those that it has not.</summary>
    private interface IPass
    {
        static abstract Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z);
    }

    /// <summary>1 where x &lt; y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Less(Operand x, Operand y, Span<float> result) => Run<LessPass>(x, y, 0f, result);

    /// <summary>1 where x ≤ y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void LessOrEqual(Operand x, Operand y, Span<float> result) => Run<LessOrEqualPass>(x, y, 0f, result);

    /// <summary>1 where x &gt; y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Greater(Operand x, Operand y, Span<float> result) => Run<GreaterPass>(x, y, 0f, result);

    /// <summary>1 where x ≥ y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void GreaterOrEqual(Operand x, Operand y, Span<float> result) => Run<GreaterOrEqualPass>(x, y, 0f, result);

    /// <summary>1 where x = y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Equal(Operand x, Operand y, Span<float> result) => Run<EqualPass>(x, y, 0f, result);

    /// <summary>1 where x ≠ y, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void NotEqual(Operand x, Operand y, Span<float> result) => Run<NotEqualPass>(x, y, 0f, result);

    /// <summary>1 where both bits are 1, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void And(Operand x, Operand y, Span<float> result) => Run<AndPass>(x, y, 0f, result);

    /// <summary>1 where one of the bits is 1, else 0.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Or(Operand x, Operand y, Span<float> result) => Run<OrPass>(x, y, 0f, result);

    /// <summary>1 − bit.</summary>
    /// <param name="x">A row of bits.</param>
    /// <param name="result">Receives the results.</param>
    public static void Not(Operand x, Span<float> result) => Run<NotPass>(x, 0f, 0f, result);

    /// <summary>1 where the bit is 1, else −1.</summary>
    /// <param name="x">A row of bits.</param>
    /// <param name="result">Receives the results.</param>
    public static void ToSign(Operand x, Span<float> result) => Run<ToSignPass>(x, 0f, 0f, result);

    /// <summary>The Heaviside step: 1 where x ≥ 0, else 0.</summary>
    /// <param name="x">A row.</param>
    /// <param name="result">Receives the results.</param>
    public static void Spike(Operand x, Span<float> result) => Run<SpikePass>(x, 0f, 0f, result);

    /// <summary>x where the bit is 1, else y.</summary>
    /// <param name="bit">A row of bits, or one bit.</param>
    /// <param name="x">A row or a number.</param>
    /// <param name="y">A row or a number.</param>
    /// <param name="result">Receives the results.</param>
    public static void Select(Operand bit, Operand x, Operand y, Span<float> result) =>
        Run<SelectPass>(bit, x, y, result);

    /// <summary>x·y + z, rounded once.</summary>
    /// <param name="x">A row or a number.</param>
    /// <param name="y">A row or a number.</param>
    /// <param name="z">A row or a number.</param>
    /// <param name="result">Receives the results.</param>
    public static void FusedMultiplyAdd(Operand x, Operand y, Operand z, Span<float> result) =>
        Run<FusedMultiplyAddPass>(x, y, z, result);

    private static Vector<int> IsSet(Vector<float> bits) => Vector.Equals(bits, Vector<float>.One);

    private static void Run<TPass>(Operand x, Operand y, Operand z, Span<float> result)
        where TPass : struct, IPass
    {
        ref float xs = ref First(x, result.Length);
        ref float ys = ref First(y, result.Length);
        ref float zs = ref First(z, result.Length);
        ref float results = ref MemoryMarshal.GetReference(result);
        var (xLanes, yLanes, zLanes) = (Vector.Create(x.Number), Vector.Create(y.Number), Vector.Create(z.Number));
        int at = 0;
        for (; at <= result.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            TPass.Of(
                x.IsRow ? Vector.LoadUnsafe(ref xs, (nuint)at) : xLanes,
                y.IsRow ? Vector.LoadUnsafe(ref ys, (nuint)at) : yLanes,
                z.IsRow ? Vector.LoadUnsafe(ref zs, (nuint)at) : zLanes).StoreUnsafe(ref results, (nuint)at);
        }

        if (at == result.Length) return;
        int left = result.Length - at;
        Lanes.StoreTail(
            TPass.Of(
                x.IsRow ? Lanes.LoadTail(ref Unsafe.Add(ref xs, at), left) : xLanes,
                y.IsRow ? Lanes.LoadTail(ref Unsafe.Add(ref ys, at), left) : yLanes,
                z.IsRow ? Lanes.LoadTail(ref Unsafe.Add(ref zs, at), left) : zLanes),
            ref Unsafe.Add(ref results, at),
            left);
    }

    /// <summary>The first number of a row, which must be as long as the result; a null reference for a number.</summary>
    private static ref float First(Operand operand, int length) =>
        ref operand.IsRow ? ref Lanes.Row(operand.Row, 0, length) : ref Unsafe.NullRef<float>();

    private readonly struct LessPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.LessThan(x, y));
    }

    private readonly struct LessOrEqualPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.LessThanOrEqual(x, y));
    }

    private readonly struct GreaterPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.GreaterThan(x, y));
    }

    private readonly struct GreaterOrEqualPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.GreaterThanOrEqual(x, y));
    }

    private readonly struct EqualPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.Equals(x, y));
    }

    private readonly struct NotEqualPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(~Vector.Equals(x, y));
    }

    private readonly struct AndPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            x & y;
    }

    private readonly struct OrPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            x | y;
    }

    private readonly struct NotPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Vector<float>.One - x;
    }

    private readonly struct ToSignPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToSign(IsSet(x));
    }

    private readonly struct SpikePass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Lanes.ToFloat(Vector.GreaterThanOrEqual(x, Vector<float>.Zero));
    }

    private readonly struct SelectPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Vector.ConditionalSelect(IsSet(x), y, z);
    }

    private readonly struct FusedMultiplyAddPass : IPass
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Vector.FusedMultiplyAdd(x, y, z);
    }
}
