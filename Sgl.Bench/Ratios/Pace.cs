namespace Sgl.Bench;

/// <summary>How long something is timed.</summary>
/// <param name="WarmUp">Each side by itself, before that.</param>
/// <param name="Duration">All rounds together.</param>
internal readonly record struct Pace(TimeSpan WarmUp, TimeSpan Duration)
{
    /// <summary>A warm-up that is long enough for the just-in-time compiler, and enough rounds.</summary>
    public static Pace Steady { get; } = new(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(4));

    /// <summary>A few rounds, for times that mean nothing.</summary>
    public static Pace Hasty => default;
}
