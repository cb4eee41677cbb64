using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary><see cref="Lif"/> as operations on tensors, one time step after the other, differentiated by autograd.</summary>
internal static class LoopLif
{
    private const float Beta = 0.9f, Threshold = 1f;

    /// <summary>One time step.</summary>
    /// <returns>The spikes and the membrane potentials after the reset.</returns>
    public static (Tensor Spike, Tensor V) Step(Tensor v, Tensor current)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor u = v * Beta + current;
        Tensor spike = SpikeFunction.apply(u - Threshold);
        Tensor next = u - spike.detach() * Threshold;
        return (spike.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
    }

    /// <summary>All time steps.</summary>
    /// <param name="current">[T, B, F], or [B, F] for a current that is the same at every step.</param>
    /// <param name="steps">T.</param>
    /// <returns>The spikes, [T, B, F].</returns>
    public static Tensor Run(Tensor current, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<Tensor> currents = SequenceLif.Steps(current, steps);
        var spikes = new List<Tensor>(steps);
        Tensor v = zeros_like(currents[0]);
        foreach (Tensor now in currents)
        {
            using Tensor before = v;
            (Tensor spike, v) = Step(before, now);
            spikes.Add(spike);
        }

        return stack(spikes).MoveToOuterDisposeScope();
    }
}
