using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// <see cref="Lif"/> over all time steps as one function for autograd, with its backward pass written by hand: in
/// place, with as few passes over the data as there are operations for, and each step's data still in the cache.
/// </summary>
internal sealed class SequenceLif : autograd.SingleTensorFunction<SequenceLif>
{
    private const float Beta = 0.9f, Threshold = 1f;
    private const string IsConstant = nameof(IsConstant);

    public override string Name => nameof(SequenceLif);

    /// <inheritdoc cref="LoopLif.Run"/>
    public static Tensor Run(Tensor current, int steps) => apply(current, steps);

    /// <summary>The current of each step; the same one where it does not change.</summary>
    public static IReadOnlyList<Tensor> Steps(Tensor current, int steps) =>
        IsOneStep(current) ? [.. Enumerable.Repeat(current, steps)] : current.unbind();

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var current = (Tensor)vars[0];
        IReadOnlyList<Tensor> currents = Steps(current, (int)vars[1]);
        long[] shape = [currents.Count, .. currents[0].shape];
        (Tensor above, Tensor spikes) = (empty(shape), empty(shape)); // above: the membrane's distance to the threshold
        using Tensor v = zeros_like(currents[0]);
        for (int t = 0; t < currents.Count; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor x, Tensor spike) = (above[t], spikes[t]);
            v.mul_(Beta).add_(currents[t]);
            x.copy_(v).sub_(Threshold);
            spike.copy_(x.ge(0));
            v.add_(spike, -Threshold);
        }

        ctx.save_for_backward([above]);
        ctx.save_data(IsConstant, IsOneStep(current));
        return spikes;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        bool isConstant = (bool)ctx.get_data(IsConstant);
        using Tensor above = ctx.get_saved_variables()[0];
        using Tensor du = zeros_like(above[0]);
        Tensor gradient = isConstant ? zeros_like(du) : empty_like(above);
        for (long t = above.shape[0] - 1; t >= 0; t--)
        {
            using DisposeScope scope = NewDisposeScope();
            SpikeFunction.AddGradient(du.mul_(Beta), above[t], grad_output[t]);
            if (isConstant) gradient.add_(du);
            else gradient[t].copy_(du);
        }

        return [gradient, null!];
    }

    private static bool IsOneStep(Tensor current) => current.dim() == 2;
}
