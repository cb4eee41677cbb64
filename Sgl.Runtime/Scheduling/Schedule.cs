namespace Sgl;

/// <summary>
/// In which order a network runs layers and time steps, which decides how much memory training takes. But for
/// <see cref="Truncated"/>, every schedule gives the same bits.
/// </summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>
    /// Each layer computes all time steps before the next one starts: the fastest, with memory for every step.
    /// </summary>
    public static Schedule LayerByLayer { get; } = new CutSchedule(int.MaxValue, Truncates: false);

    /// <summary>
    /// All layers run through a chunk of time before the next chunk. Forward keeps the states at the chunks' boundaries
    /// and the network's output; backward runs each chunk forward once more before it goes back through it. Memory is
    /// that of k time steps and of T/k states, for one more forward pass (Chen et al. 2016, arXiv:1604.06174).
    /// </summary>
    /// <param name="steps">k, at least 1; the last chunk may be shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public static Schedule Chunked(int steps) => new CutSchedule(Positive(steps), Truncates: false);

    /// <summary>
    /// As <see cref="Chunked"/>, but no gradient passes from a chunk to the one before: states go on, and what a state
    /// does beyond its chunk is not learned (truncated backpropagation through time, Williams and Peng 1990,
    /// doi:10.1162/neco.1990.2.4.490).
    /// </summary>
    /// <param name="steps">k, at least 1; the last chunk may be shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public static Schedule Truncated(int steps) => new CutSchedule(Positive(steps), Truncates: true);

    /// <summary>
    /// The fastest exact schedule whose planned memory fits: <see cref="LayerByLayer"/>, else <see cref="Chunked"/> with
    /// the most steps that fit.
    /// </summary>
    /// <param name="memoryBudgetBytes">
    /// The most that <see cref="NetworkPlan.Bytes"/> may be, above 0. Where nothing fits, the network's pass throws an
    /// <see cref="InvalidOperationException"/> that says what is needed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is not above 0.</exception>
    public static Schedule Auto(long memoryBudgetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(memoryBudgetBytes);
        return new BudgetSchedule(memoryBudgetBytes);
    }

    /// <summary>How the time steps of a training step are cut.</summary>
    /// <param name="execution">The network where it computes, which knows what each cut would keep.</param>
    /// <param name="input">The shape of the network's input.</param>
    internal abstract TimeCut CutFor(Execution execution, PassShape input);

    private static int Positive(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return steps;
    }
}
