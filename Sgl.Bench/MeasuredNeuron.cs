namespace Sgl.Bench;

/// <summary>A neuron with its passes over a <see cref="Population"/>.</summary>
/// <param name="Name">What the tables call it: the model, and the surrogate where it is <see cref="Lif"/>'s.</param>
/// <param name="Bytes">Bytes that forward and backward must read or write per neuron and step.</param>
/// <param name="Fused">Forward and backward by the fused kernels.</param>
/// <param name="Unfused">The same, one operation at a time.</param>
internal sealed record MeasuredNeuron(string Name, int Bytes, Action<Population> Fused, Action<Population> Unfused)
{
    public static IReadOnlyList<MeasuredNeuron> All { get; } =
    [
        Of<Lif>("Lif-ATan", p => p.Lif(), p => p.UnfusedLif()),
        Of<SigmoidLif>("Lif-Sigmoid", p => p.SigmoidLif(), p => p.UnfusedSigmoidLif()),
        Of<FastSigmoidLif>(
            "Lif-FastSigmoid",
            p => p.Pass(FastSigmoidLif.Forward, FastSigmoidLif.Backward),
            p => p.Pass(FastSigmoidLif.Unfused.Forward, FastSigmoidLif.Unfused.Backward)),
        Of<TriangleLif>(
            "Lif-Triangle",
            p => p.Pass(TriangleLif.Forward, TriangleLif.Backward),
            p => p.Pass(TriangleLif.Unfused.Forward, TriangleLif.Unfused.Backward)),
        Of<StraightThroughLif>(
            "Lif-StraightThrough",
            p => p.StraightPass(StraightThroughLif.Forward, StraightThroughLif.Backward),
            p => p.StraightPass(StraightThroughLif.Unfused.Forward, StraightThroughLif.Unfused.Backward)),
        Of<TwoStateLif>("TwoStateLif", p => p.TwoStateLif(), p => p.UnfusedTwoStateLif()),
    ];

    /// <summary>The one of that name.</summary>
    public static MeasuredNeuron Named(string name) => All.Single(neuron => neuron.Name == name);

    private static MeasuredNeuron Of<TNeuron>(string name, Action<Population> fused, Action<Population> unfused)
        where TNeuron : INeuron<TNeuron> =>
        new(name, TNeuron.Info.ForwardBytes + TNeuron.Info.BackwardBytes, fused, unfused);
}
