namespace Sgl;

/// <summary>
/// Some number of items, spread over threads: thread i takes items i, i + <see cref="Threads"/>, and so on. There may be
/// more of them than an index of ILGPU can count; up to a limit each has a thread of its own.
/// </summary>
/// <param name="Count">Number of items, at least 0.</param>
/// <param name="Threads">Number of threads, at most <see cref="MaxThreads"/>.</param>
internal readonly record struct Spread(long Count, int Threads)
{
    /// <summary>A multiple of every warp, so that threads that were neighbours stay so.</summary>
    public const int MaxThreads = 1 << 24;

    public static Spread Over(long count) => new(count, (int)Math.Min(count, MaxThreads));
}
