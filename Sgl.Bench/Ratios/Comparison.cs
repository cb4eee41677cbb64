namespace Sgl.Bench;

/// <summary>The sides of a ratio, each of them one whole computation that can be repeated.</summary>
/// <param name="FloorMs">What the machine needs at least for the bytes and operations of the task.</param>
/// <param name="Ours">Our side.</param>
/// <param name="Others">Ways to do the same on the other side, of which the quickest counts.</param>
internal sealed record Comparison(double FloorMs, Action Ours, params IReadOnlyList<Action> Others) : IDisposable
{
    /// <summary>What gives a side its input anew before it computes, which is not timed.</summary>
    public Action? Before { get; init; }

    /// <summary>What the sides hold beside memory that is collected.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    public void Dispose()
    {
        foreach (IDisposable item in Owned) item.Dispose();
    }
}
