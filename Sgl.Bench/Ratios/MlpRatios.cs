using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>Training steps of the network <see cref="Mlp"/> against TorchSharp.</summary>
internal static class MlpRatios
{
    private const string Best = "TorchSharp, one product per layer, the best form of the neuron";

    public static IEnumerable<Entry> All =>
    [
        Versus("mlp-constant", $"{Best}, the input's product once", () => Mlp.Images, BestForms),
        Versus(
            "mlp-constant-vs-snntorch-way",
            "TorchSharp, layers in turn at each step",
            () => Mlp.Images,
            () => [TorchMlp.StepByStep]),
        Versus("mlp-poisson", Best, () => Mlp.RateCoded, BestForms),
    ];

    private static Ratio Versus(
        string name, string other, Func<Signal> input, Func<Func<TorchMlp, Tensor>[]> forwards) =>
        new(name, other, machine =>
        {
            var ours = new Mlp(input());
            TorchMlp[] others = [.. forwards().Select(forward => new TorchMlp(ours, forward))];
            double loss = ours.TrainStep();
            foreach (TorchMlp mlp in others) TorchAgreement.Training(ours.Network, loss, mlp);
            return new Comparison(
                ours.FloorMs(machine),
                () => ours.TrainStep(),
                [.. others.Select<TorchMlp, Action>(mlp => () => mlp.TrainStep())]);
        })
        { Obstacle = TorchLibrary.Obstacle };

    private static Func<TorchMlp, Tensor>[] BestForms() =>
        [TorchMlp.LayerByLayer(LoopLif.Run), TorchMlp.LayerByLayer(SequenceLif.Run)];
}
