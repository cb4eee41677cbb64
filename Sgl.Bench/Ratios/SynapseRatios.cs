using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// Synapses and their neurons on spikes, forward and the gradient of the weights, against libtorch: one product over
/// all time steps, then whichever form of the neuron is quicker. Spikes come and go as either side has them between its
/// layers, as bits here and as floats there; and once as floats here, too.
/// </summary>
internal static class SynapseRatios
{
    private static readonly (string Name, double Value)[] Densities = [("2pct", 0.02), ("5pct", 0.05), ("13pct", 0.13)];

    public static IEnumerable<Entry> All =>
    [
        .. Densities.Select(density => Versus(
            $"synapse-vs-torch-{density.Name}",
            "libtorch, one dense product, the best form of the neuron",
            density.Value,
            asBits: true,
            () => TorchSynapses.DenseProduct)),
        Versus(
            $"synapse-floats-vs-torch-{Densities[0].Name}",
            "libtorch, one dense product, the best form of the neuron",
            Densities[0].Value,
            asBits: false,
            () => TorchSynapses.DenseProduct),
        .. Densities.Select(density => Versus(
            $"synapse-vs-torch-sparse-{density.Name}",
            "libtorch, one sparse product, the best form of the neuron",
            density.Value,
            asBits: true,
            () => TorchSynapses.SparseProduct)),
    ];

    private static Ratio Versus(
        string name, string other, double density, bool asBits, Func<Func<TorchSynapses, Tensor>> form) =>
        new(name, other, machine =>
        {
            Func<TorchSynapses, Tensor> product = form();
            var ours = new Synapses(density, asBits: asBits);
            var torch = new TorchSynapses(ours);
            ours.Pass();
            RequireSame(ours, torch, product, LoopLif.Run);
            RequireSame(ours, torch, product, SequenceLif.Run);
            return new Comparison(
                ours.FloorMs(machine),
                ours.Pass,
                () => torch.Pass(product, LoopLif.Run),
                () => torch.Pass(product, SequenceLif.Run));
        })
        { Obstacle = TorchLibrary.Obstacle };

    private static void RequireSame(
        Synapses ours, TorchSynapses torch, Func<TorchSynapses, Tensor> product, Func<Tensor, int, Tensor> neuron)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor spikes, IList<Tensor> gradients) = torch.Compute(product, neuron);
        Agreement.Exact("spikes", ours.Spikes.ToFloats().Data.Span, Tensors.ToArray(spikes));
        TorchAgreement.Gradients(ours.Parameters, gradients);
    }
}
