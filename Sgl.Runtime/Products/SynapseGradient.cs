using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static Sgl.Registers;

namespace Sgl;

/// <summary>
/// The gradient dY·W that few outputs send back through their synapses, not computed yet: whoever drives them computes one
/// tile after the other, in memory that stays in the cache, so that the whole never goes to memory. The bits are those of
/// the <see cref="MatrixProduct"/> in C#.
/// </summary>
/// <param name="weights">W, [outputs, inputs].</param>
internal sealed class SynapseGradient(Parameter weights) : PendingValues
{
    // Sums that are kept in registers at a time: enough to hide the latency of a multiply-add.
    private const int Vectors = 8;

    /// <summary>The most outputs that count as few: the time of a tile is still that of its neurons.</summary>
    public const int MostOutputs = 16;

    // W once more, each row from a cache line on.
    private readonly GrowingBuffer _lines = new();

    /// <inheritdoc/>
    public override int Steps => OutputGradient.Steps;

    /// <inheritdoc/>
    public override int Batch => OutputGradient.Batch;

    /// <summary>dY, [T, B, outputs].</summary>
    public Signal OutputGradient { get; private set; }

    private int Outputs => weights.Shape[0];

    private int Inputs => weights.Shape[1];

    /// <summary>Floats that it keeps.</summary>
    public int Length => Sizes.Product("A dense layer", "its weights, as neurons before read them,", Outputs, Stride);

    private int Stride => Packing.Panels(Inputs, Vector512<float>.Count) * Vector512<float>.Count;

    /// <summary>Takes the gradient of the outputs, and the weights as they are now.</summary>
    public void Begin(Signal outputGradient)
    {
        OutputGradient = outputGradient;
        Span<float> lines = _lines.Take(Length).Span;
        for (int i = 0; i < Outputs; i++) weights.Stored.Span.Slice(i * Inputs, Inputs).CopyTo(lines[(i * Stride)..]);
    }

    /// <inheritdoc/>
    public override void Compute(Memory<float> values, Workers workers) => Compute(0, Batch * Inputs, values.Span);

    /// <summary>Computes the gradient of some of the inputs of all samples.</summary>
    /// <param name="offset">The first of them, in a row [B·inputs].</param>
    /// <param name="width">How many.</param>
    /// <param name="gradient">[T, width]; written.</param>
    public void Compute(int offset, int width, Span<float> gradient)
    {
        (int outputs, int inputs, int stride) = (Outputs, Inputs, Stride);
        ReadOnlySpan<float> w = _lines.Take(Length).Span;
        for (int t = 0; t < OutputGradient.Steps; t++)
        {
            ReadOnlySpan<float> dy = OutputGradient.At(t);
            Span<float> row = gradient.Slice(t * width, width);
            for (int at = 0, count; at < width; at += count)
            {
                (int sample, int column) = Math.DivRem(offset + at, inputs);
                count = Math.Min(inputs - column, width - at);
                Multiply(dy.Slice(sample * outputs, outputs), w[column..], stride, row.Slice(at, count));
            }
        }
    }

    // row = dy·W for some columns of W, of which w[0] is the first one's first element.
    private static void Multiply(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, int stride, Span<float> row)
    {
        _ = w[(dy.Length - 1) * stride + row.Length - 1];
        ref float weight = ref MemoryMarshal.GetReference(w);
        if (Vector512.IsHardwareAccelerated && row.Length >= Vectors * Vector512<float>.Count)
            MultiplyLines(dy, ref weight, stride, row);
        else
            MultiplyBlocks(dy, ref weight, stride, row);
    }

    // The last block ends where the row does, and computes again what the one before has: less work than short sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyLines(ReadOnlySpan<float> dy, ref float weight, int stride, Span<float> row)
    {
        int last = row.Length - Vectors * Vector512<float>.Count;
        for (int next = 0; next < row.Length; next += Vectors * Vector512<float>.Count)
        {
            int at = Math.Min(next, last);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector512<float> s4 = default, s5 = default, s6 = default, s7 = default;
            ref float line = ref Unsafe.Add(ref weight, at);
            foreach (float value in dy)
            {
                Vector512<float> lanes = Vector512.Create(value);
                s0 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 0), s0);
                s1 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 1), s1);
                s2 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 2), s2);
                s3 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 3), s3);
                s4 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 4), s4);
                s5 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 5), s5);
                s6 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 6), s6);
                s7 = Vector512.MultiplyAddEstimate(lanes, LineAt(ref line, 7), s7);
                line = ref Unsafe.Add(ref line, stride);
            }

            ref float sums = ref row[at];
            Store(s0, s1, s2, s3, ref sums, 0);
            Store(s4, s5, s6, s7, ref sums, 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlocks(ReadOnlySpan<float> dy, ref float weight, int stride, Span<float> row)
    {
        ref float target = ref MemoryMarshal.GetReference(row);
        int at = 0;
        for (; at <= row.Length - Vectors * Vector<float>.Count; at += Vectors * Vector<float>.Count)
        {
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector<float> s4 = default, s5 = default, s6 = default, s7 = default;
            ref float line = ref Unsafe.Add(ref weight, at);
            foreach (float value in dy)
            {
                var lanes = new Vector<float>(value);
                s0 = Vector.MultiplyAddEstimate(lanes, At(ref line, 0), s0);
                s1 = Vector.MultiplyAddEstimate(lanes, At(ref line, 1), s1);
                s2 = Vector.MultiplyAddEstimate(lanes, At(ref line, 2), s2);
                s3 = Vector.MultiplyAddEstimate(lanes, At(ref line, 3), s3);
                s4 = Vector.MultiplyAddEstimate(lanes, At(ref line, 4), s4);
                s5 = Vector.MultiplyAddEstimate(lanes, At(ref line, 5), s5);
                s6 = Vector.MultiplyAddEstimate(lanes, At(ref line, 6), s6);
                s7 = Vector.MultiplyAddEstimate(lanes, At(ref line, 7), s7);
                line = ref Unsafe.Add(ref line, stride);
            }

            ref float sums = ref Unsafe.Add(ref target, at);
            Store(s0, s1, s2, s3, ref sums, 0);
            Store(s4, s5, s6, s7, ref sums, 4);
        }

        for (; at <= row.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> sum = default;
            for (int i = 0; i < dy.Length; i++)
            {
                Vector<float> line = Vector.LoadUnsafe(ref weight, (nuint)(i * stride + at));
                sum = Vector.MultiplyAddEstimate(new Vector<float>(dy[i]), line, sum);
            }

            sum.StoreUnsafe(ref target, (nuint)at);
        }

        for (; at < row.Length; at++)
        {
            float sum = 0;
            for (int i = 0; i < dy.Length; i++)
                sum = float.MultiplyAddEstimate(dy[i], Unsafe.Add(ref weight, i * stride + at), sum);
            row[at] = sum;
        }
    }
}
