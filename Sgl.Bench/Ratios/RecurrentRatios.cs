namespace Sgl.Bench;

/// <summary>Training steps of <see cref="RecurrentNetwork"/> against TorchSharp.</summary>
internal static class RecurrentRatios
{
    public static IEnumerable<Entry> All =>
    [
        new Ratio("recurrent-vs-torch", "TorchSharp, the loop over time under autograd", machine =>
        {
            var ours = new RecurrentNetwork();
            var torch = new TorchRecurrent(ours);
            TorchAgreement.Training(ours.Network, ours.TrainStep(), torch);
            return new Comparison(RecurrentNetwork.FloorMs(machine), () => ours.TrainStep(), () => torch.TrainStep());
        })
        { Obstacle = TorchLibrary.Obstacle },
    ];
}
