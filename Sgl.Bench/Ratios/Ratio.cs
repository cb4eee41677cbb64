namespace Sgl.Bench;

/// <summary>The time of another way to compute something, divided by ours.</summary>
/// <param name="Name">The name of the ratio.</param>
/// <param name="Other">What ours is compared with.</param>
/// <param name="Prepare">Makes the two sides, has each compute once, and throws if the results differ.</param>
internal sealed record Ratio(string Name, string Other, Func<Machine, Comparison> Prepare) : Entry(Name)
{
    /// <summary>What keeps it from being measured on this machine, or null.</summary>
    public Func<string?> Obstacle { get; init; } = () => null;

    public override Line Measure(Machine machine)
    {
        if (Obstacle() is { } reason) return new NotRun(Name, reason);
        Comparison comparison = Prepare(machine);
        double[] times = PairedTiming.Shortest([comparison.Ours, .. comparison.Others]);
        return new Measured(Name, Other, times[0], times[1..].Min(), comparison.FloorMs);
    }
}
