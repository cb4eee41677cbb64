using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>A spike for autograd: a step forward, the derivative of <see cref="Lif"/>'s surrogate backward.</summary>
internal sealed class SpikeFunction : autograd.SingleTensorFunction<SpikeFunction>
{
    private const float Steepness = 2f;
    private static readonly Tensor One = ones(1).DetachFromDisposeScope();

    public override string Name => nameof(SpikeFunction);

    /// <summary>Steepness/π / (1 + (Steepness·x)²), times a gradient, added to <paramref name="sum"/>.</summary>
    /// <param name="sum">Changed in place.</param>
    /// <param name="x">The membrane potential above the threshold.</param>
    /// <param name="gradient">dL/d(spike).</param>
    public static Tensor AddGradient(Tensor sum, Tensor x, Tensor gradient) =>
        sum.addcdiv_(gradient, One.addcmul(x, x, Steepness * Steepness), Steepness / MathF.PI);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_for_backward([x]);
        return x.ge(0).to_type(float32);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ctx.get_saved_variables()[0];
        return [AddGradient(zeros_like(x), x, grad_output).MoveToOuterDisposeScope()];
    }
}
