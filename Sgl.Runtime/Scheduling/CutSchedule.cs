namespace Sgl;

/// <summary>A schedule of chunks of a given length; all time steps may be one chunk.</summary>
/// <param name="Steps">Time steps of a chunk.</param>
/// <param name="Truncates">Whether gradients stop at the boundaries.</param>
internal sealed record CutSchedule(int Steps, bool Truncates) : Schedule
{
    /// <inheritdoc/>
    public override string ToString() =>
        Steps == int.MaxValue ? "LayerByLayer" : $"{(Truncates ? "Truncated" : "Chunked")}({Steps})";

    /// <inheritdoc/>
    internal override TimeCut CutFor(Execution execution, PassShape input) =>
        new(input.Steps, Math.Min(Steps, input.Steps), Truncates);
}
