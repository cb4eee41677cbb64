using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Sgl;

/// <content>Steps of optimizers, each one pass over memory.</content>
internal partial class CpuBackend
{
    public override void SgdStep(ParameterUpdate parameter, View<float> m, float learningRate, float momentum)
    {
        RequireStep(parameter, m);
        Workers.RunBlocks(
            (int)m.Length, Block, (value: parameter.Value.Memory, gradient: parameter.Gradient.Memory, m: m.Memory, learningRate, momentum),
            static (job, start, length) =>
            {
                Span<float> value = job.value.Span.Slice(start, length), velocity = job.m.Span.Slice(start, length);
                TensorPrimitives.MultiplyAdd(velocity, job.momentum, job.gradient.Span.Slice(start, length), velocity);
                TensorPrimitives.MultiplyAdd(velocity, -job.learningRate, value, value);
            });
    }

    public override void AdamStep(ParameterUpdate parameter, View<float> m, View<float> v, in AdamNumbers numbers)
    {
        RequireStep(parameter, m);
        RequireStep(parameter, v);
        Workers.RunBlocks(
            (int)m.Length, Block, (value: parameter.Value.Memory, gradient: parameter.Gradient.Memory, m: m.Memory, v: v.Memory, numbers),
            static (job, start, length) => AdamStep(
                job.value.Span.Slice(start, length),
                job.m.Span.Slice(start, length),
                job.v.Span.Slice(start, length),
                job.gradient.Span.Slice(start, length),
                job.numbers));
    }

    // The loop over whole vectors checks no bounds: that took longer than the arithmetic.
    private static void AdamStep(
        Span<float> value, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient, AdamNumbers numbers)
    {
        int length = value.Length, at = 0;
        Vector<float> beta1 = new(numbers.Beta1), rest1 = new(1 - numbers.Beta1);
        Vector<float> beta2 = new(numbers.Beta2), rest2 = new(1 - numbers.Beta2);
        Vector<float> epsilon = new(numbers.Epsilon), stepSize = new(numbers.StepSize), correction = new(numbers.Correction);
        for (; at <= length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> m = At(mean, at), v = At(square, at);
            Vector<float> theta = At(value, at) - Step(At(gradient, at), ref m, ref v);
            m.StoreUnsafe(ref MemoryMarshal.GetReference(mean), (nuint)at);
            v.StoreUnsafe(ref MemoryMarshal.GetReference(square), (nuint)at);
            theta.StoreUnsafe(ref MemoryMarshal.GetReference(value), (nuint)at);
        }

        if (at == length) return;
        Vector<float> lastM = Lanes.LoadTail(in mean[at], length - at), lastV = Lanes.LoadTail(in square[at], length - at);
        Vector<float> last = Lanes.LoadTail(in value[at], length - at)
            - Step(Lanes.LoadTail(in gradient[at], length - at), ref lastM, ref lastV);
        Lanes.StoreTail(lastM, ref mean[at], length - at);
        Lanes.StoreTail(lastV, ref square[at], length - at);
        Lanes.StoreTail(last, ref value[at], length - at);

        static Vector<float> At(ReadOnlySpan<float> values, int at) =>
            Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

        Vector<float> Step(Vector<float> g, ref Vector<float> m, ref Vector<float> v)
        {
            m = m * beta1 + g * rest1;
            v = v * beta2 + g * g * rest2;
            return stepSize * m / (Vector.SquareRoot(v) * correction + epsilon);
        }
    }
}
