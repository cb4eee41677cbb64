using System.Numerics.Tensors;

namespace Sgl.Bench;

/// <summary>
/// The same neuron as an eager framework runs it: one pass over memory per operation and time step, by
/// <see cref="TensorPrimitives"/>, with all buffers reused.
/// </summary>
internal sealed class UnfusedLif(int steps, int neurons, float beta, float threshold, float alpha)
{
    private readonly float[] _v = new float[neurons];
    private readonly float[] _dv = new float[neurons];
    private readonly float[] _work = new float[neurons];
    private readonly float[] _membrane = new float[steps * neurons];

    public void Forward(ReadOnlySpan<float> input, Span<float> spike)
    {
        _v.AsSpan().Clear();
        for (int t = 0; t < steps; t++)
        {
            Span<float> membrane = _membrane.AsSpan(t * neurons, neurons);
            Span<float> fired = spike.Slice(t * neurons, neurons);
            TensorPrimitives.Multiply(_v, beta, membrane);
            TensorPrimitives.Add(membrane, input.Slice(t * neurons, neurons), membrane);
            TensorPrimitives.Subtract(membrane, threshold, _work);
            for (int i = 0; i < neurons; i++) fired[i] = _work[i] >= 0f ? 1f : 0f;
            TensorPrimitives.Multiply(fired, threshold, _work);
            TensorPrimitives.Subtract(membrane, _work, _v);
        }
    }

    public void Backward(ReadOnlySpan<float> dspike, Span<float> dinput)
    {
        _dv.AsSpan().Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            Span<float> d = dinput.Slice(t * neurons, neurons);
            TensorPrimitives.Subtract(_membrane.AsSpan(t * neurons, neurons), threshold, _work);
            TensorPrimitives.Multiply(_work, alpha, _work);
            TensorPrimitives.Multiply(_work, _work, _work);
            TensorPrimitives.Add(_work, 1f, _work);
            TensorPrimitives.Divide((float)(alpha / Math.PI), _work, _work);
            TensorPrimitives.Multiply(dspike.Slice(t * neurons, neurons), _work, _work);
            TensorPrimitives.Add(_dv, _work, d);
            TensorPrimitives.Multiply(d, beta, _dv);
        }
    }
}
