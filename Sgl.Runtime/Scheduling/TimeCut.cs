namespace Sgl;

/// <summary>How the time steps of a pass are cut into chunks.</summary>
/// <param name="Total">All time steps, T.</param>
/// <param name="Steps">Those of a chunk, 1 to T; of the last one what is left.</param>
/// <param name="Truncates">Whether gradients stop at the boundaries.</param>
internal readonly record struct TimeCut(int Total, int Steps, bool Truncates)
{
    /// <summary>Number of chunks.</summary>
    public int Chunks => (Total - 1) / Steps + 1;

    /// <summary>Boundaries whose states are kept: the first chunk has the initial ones, the last is gone back at once.</summary>
    public int Checkpoints => Math.Max(Chunks - 2, 0);

    /// <summary>Number of time steps of a chunk.</summary>
    public int StepsOf(int chunk) => Math.Min(Steps, Total - chunk * Steps);

    /// <summary>The time steps of a signal that a chunk consists of.</summary>
    public Signal Part(Signal signal, int chunk) => signal.Slice(chunk * Steps, StepsOf(chunk));
}
