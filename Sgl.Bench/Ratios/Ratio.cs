namespace Sgl.Bench;

/// <summary>The time of another way to compute something, divided by ours.</summary>
/// <param name="Name">The name of the ratio.</param>
/// <param name="Other">What ours is compared with.</param>
/// <param name="Prepare">Makes the two sides, has each compute once, and throws if the results differ.</param>
internal sealed record Ratio(string Name, string Other, Func<Machine, Comparison> Prepare) : Entry(Name)
{
    /// <summary>What keeps it from being measured on this machine, or null.</summary>
    public Func<string?> Obstacle { get; init; } = () => null;

    /// <summary>How long it is timed.</summary>
    public Pace Pace { get; init; } = Pace.Steady;

    /// <inheritdoc cref="Measured.Size"/>
    public string? Size { get; init; }

    public override Line Measure(Machine machine)
    {
        if (Obstacle() is { } reason) return new NotRun(Name, reason);
        using Comparison comparison = Prepare(machine);
        double[] times = PairedTiming.Shortest([comparison.Ours, .. comparison.Others], Pace, comparison.Before);
        return new Measured(Name, Other, times[0], times[1..].Min(), comparison.FloorMs) { Size = Size };
    }
}
