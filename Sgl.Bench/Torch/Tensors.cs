using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>Values into tensors and out of them.</summary>
internal static class Tensors
{
    /// <summary>A tensor with a copy of the values.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, params long[] shape) => tensor(values.ToArray()).reshape(shape);

    /// <summary>A copy of the values.</summary>
    public static float[] ToArray(Tensor values) => [.. values.contiguous().data<float>()];
}
