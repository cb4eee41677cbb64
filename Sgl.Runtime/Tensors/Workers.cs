namespace Sgl;

/// <summary>
/// Runs the parts of one job on a bounded number of threads. The parts follow from the job's shape, never from the
/// number of threads, so a result has the same bits for any number of them; unless how it is cut cannot show in the bits.
/// </summary>
public sealed class Workers
{
    private const int PiecesPerThread = 4;

    private readonly ParallelOptions _options;

    /// <summary>Sets the bound. No thread is created: the parts run on the thread pool and on the caller.</summary>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Workers(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
    }

    /// <summary>The most threads at a time, at least 1.</summary>
    public int Threads { get; }

    /// <summary>
    /// How many pieces each part of a job is best cut into, where that cannot show in a result and each piece has a cost of
    /// its own: several to a thread, so that none waits long for the last one, and no more.
    /// </summary>
    /// <param name="parts">Number of parts, at least 1.</param>
    internal int PiecesOfEach(int parts) => (PiecesPerThread * Threads + parts - 1) / parts;

    /// <summary>Runs parts 0 to <paramref name="count"/> − 1, in any order, and returns when all are done.</summary>
    /// <param name="count">Number of parts, at least 0.</param>
    /// <param name="body">Runs one part; parts must not write what another part touches.</param>
    /// <exception cref="AggregateException">
    /// Parts threw, on several threads; on a single thread their exception comes as it is.
    /// </exception>
    public void Run(int count, Action<int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Threads > 1 && count > 1) Parallel.For(0, count, _options, body);
        else
            for (int part = 0; part < count; part++) body(part);
    }

    /// <summary>As <see cref="Run(int, Action{int})"/>; on one thread nothing is allocated.</summary>
    /// <param name="count">Number of parts, at least 0.</param>
    /// <param name="job">What all parts work on, in place of what a delegate would capture.</param>
    /// <param name="body">Runs one part; a static one is created once.</param>
    internal void Run<TJob>(int count, TJob job, Action<TJob, int> body)
    {
        if (Threads > 1 && count > 1) RunParallel(count, job, body);
        else
            for (int part = 0; part < count; part++) body(job, part);
    }

    /// <summary>Cuts a range into blocks of equal size, the last one perhaps shorter, and runs them.</summary>
    /// <param name="length">Length of the range, at least 0.</param>
    /// <param name="block">Size of a block, at least 1.</param>
    /// <param name="body">Runs one block, given its start and its length.</param>
    /// <exception cref="AggregateException">As for <see cref="Run"/>.</exception>
    public void RunBlocks(int length, int block, Action<int, int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(block);
        Run((int)((length + (long)block - 1) / block), part =>
        {
            int start = part * block;
            body(start, Math.Min(block, length - start));
        });
    }

    /// <summary>As <see cref="RunBlocks(int, int, Action{int, int})"/>; on one thread nothing is allocated.</summary>
    /// <param name="length">Length of the range, at least 0.</param>
    /// <param name="block">Size of a block, at least 1.</param>
    /// <param name="job">What all blocks work on, in place of what a delegate would capture.</param>
    /// <param name="body">Runs one block, given its start and its length; a static one is created once.</param>
    internal void RunBlocks<TJob>(int length, int block, TJob job, Action<TJob, int, int> body) => Run(
        (int)((length + (long)block - 1) / block),
        (length, block, job, body),
        static (all, part) =>
        {
            int start = part * all.block;
            all.body(all.job, start, Math.Min(all.block, all.length - start));
        });

    // Apart, because a method creates what its delegates capture when it starts.
    private void RunParallel<TJob>(int count, TJob job, Action<TJob, int> body) =>
        Parallel.For(0, count, _options, part => body(job, part));
}
