using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>Values into tensors and out of them.</summary>
internal static class Tensors
{
    /// <summary>A tensor with a copy of the values.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, params long[] shape) => tensor(values.ToArray()).reshape(shape);

    /// <summary>A tensor with a copy of a signal: [T, B, F], or [B, F] where it is constant.</summary>
    public static Tensor Of(Signal signal) => signal.IsConstant
        ? Of(signal.Data.Span, signal.Batch, signal.Features)
        : Of(signal.Data.Span, signal.Steps, signal.Batch, signal.Features);

    /// <summary>A tensor with a copy of a parameter's values.</summary>
    public static Tensor Of(Parameter parameter) =>
        Of(parameter.Value.Span, [.. parameter.Shape.Select(size => (long)size)]);

    /// <summary>A copy of the values.</summary>
    public static float[] ToArray(Tensor values) => [.. values.contiguous().data<float>()];
}
