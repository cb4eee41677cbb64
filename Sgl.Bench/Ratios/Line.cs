namespace Sgl.Bench;

/// <summary>What came out of an <see cref="Entry"/>.</summary>
internal abstract record Line(string Name);

/// <summary>Two sides that computed the same.</summary>
/// <param name="Name">The name of the ratio.</param>
/// <param name="Other">What ours is compared with.</param>
/// <param name="OursMs">Our shortest time.</param>
/// <param name="OtherMs">The other side's shortest time.</param>
/// <param name="FloorMs">What the machine needs at least for the bytes and operations of the task.</param>
internal sealed record Measured(string Name, string Other, double OursMs, double OtherMs, double FloorMs) : Line(Name)
{
    /// <summary>How many times as long the other side takes; more is better.</summary>
    public double Ratio => OtherMs / OursMs;

    /// <summary>The size of the task, where the name does not say it.</summary>
    public string? Size { get; init; }
}

/// <summary>A figure that is no ratio.</summary>
internal sealed record Figure(string Name, string Text) : Line(Name);

/// <summary>Something that cannot be measured on this machine.</summary>
internal sealed record NotRun(string Name, string Reason) : Line(Name);
