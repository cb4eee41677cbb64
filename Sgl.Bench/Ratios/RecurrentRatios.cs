namespace Sgl.Bench;

/// <summary>Training steps of <see cref="RecurrentNetwork"/> against TorchSharp.</summary>
internal static class RecurrentRatios
{
    private const double LossTolerance = 1e-5;

    public static IEnumerable<Entry> All =>
    [
        new Ratio("recurrent-vs-torch", "TorchSharp, the loop over time under autograd", machine =>
        {
            var ours = new RecurrentNetwork();
            var torch = new TorchRecurrent(ours);
            Agreement.Near("loss", LossTolerance, [(float)ours.TrainStep()], [(float)torch.TrainStep()]);
            TorchAgreement.Gradients(ours.Network.Parameters, torch.Gradients);
            return new Comparison(RecurrentNetwork.FloorMs(machine), () => ours.TrainStep(), () => torch.TrainStep());
        })
        { Obstacle = TorchLibrary.Obstacle },
    ];
}
