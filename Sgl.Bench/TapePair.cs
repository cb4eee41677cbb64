namespace Sgl.Bench;

/// <summary>A neuron in two classes that differ in their tape only.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Low">The least input that it is given.</param>
/// <param name="High">The largest, which makes it spike now and then.</param>
/// <param name="Saving">Creates a population of so many that saves its tape.</param>
/// <param name="Recomputing">Creates one that computes it again.</param>
internal sealed record TapePair(
    string Name, float Low, float High, Func<int, Layer> Saving, Func<int, Layer> Recomputing)
{
    /// <summary>From few operations in a step to many.</summary>
    public static IReadOnlyList<TapePair> All { get; } =
    [
        new("Lif", -0.2f, 0.6f, n => new Spiking<SavingLif>(n), n => new Spiking<RecomputingLif>(n)),
        new(
            "AdaptiveLif", -0.2f, 0.6f,
            n => new Spiking<SavingAdaptiveLif>(n), n => new Spiking<RecomputingAdaptiveLif>(n)),
        new("Izhikevich", 0f, 20f, n => new Spiking<SavingIzhikevich>(n), n => new Spiking<RecomputingIzhikevich>(n)),
        new(
            "ExponentialIf", 0f, 3f,
            n => new Spiking<SavingExponentialIf>(n), n => new Spiking<RecomputingExponentialIf>(n)),
        new("AdEx", 0f, 3f, n => new Spiking<SavingAdEx>(n), n => new Spiking<RecomputingAdEx>(n)),
    ];

    /// <summary>The one of that name.</summary>
    public static TapePair Named(string name) => All.Single(pair => pair.Name == name);
}
