namespace Sgl;

/// <summary>
/// Gives its input some time steps later: y[t] = x[t − k], and 0 for t &lt; k. All values are delayed alike, or each by a number of
/// steps of its own, as axons of several lengths do.
/// </summary>
/// <remarks>
/// A delay of at least 1 lets a network have a cycle, see <see cref="NetworkNode.Feedback(Shape, int, string?)"/>. The k steps on
/// their way are the layer's states, so a chunk of time or a stream goes on with them.
/// </remarks>
public sealed class Delay : BackendLayer
{
    /// <summary>The most steps of a delay.</summary>
    public const int MostSteps = 255;

    private readonly int[] _steps;

    private LayerStates? _states;

    /// <summary>Delays all values alike.</summary>
    /// <param name="steps">k, 0 to <see cref="MostSteps"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of its range.</exception>
    public Delay(int steps) => (_steps, Longest, IsAhead) = ([Valid(steps, nameof(steps))], steps, steps > 0);

    /// <summary>Delays each value by a number of steps of its own.</summary>
    /// <param name="steps">k of each of the F values of a sample, 0 to <see cref="MostSteps"/>; at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public Delay(IReadOnlyList<int> steps)
        : base(Count(steps), Count(steps))
    {
        _steps = [.. steps.Select(own => Valid(own, nameof(steps)))];
        (Longest, IsAhead) = (_steps.Max(), _steps.Min() > 0);
        CreateStates(_steps.Length);
    }

    /// <summary>k: one number for all values, or one for each.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>None.</summary>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether each value is delayed by a step at least, so that what it gives at a step is known before its input is.</summary>
    internal bool IsAhead { get; }

    /// <summary>The largest delay: the number of its states.</summary>
    internal int Longest { get; }

    /// <inheritdoc/>
    protected internal override LayerStates? States => _states;

    /// <summary>What it will give, from the next step on.</summary>
    protected internal override IReadOnlyList<string> StateNames =>
        [.. Enumerable.Range(1, Longest).Select(step => $"output {step} steps later")];

    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.ReleasesGradient;

    /// <summary>Does nothing: there is nothing to learn.</summary>
    /// <param name="random">Not used.</param>
    public override void Initialize(CounterRandom random)
    {
    }

    /// <summary>The number of steps, or the smallest and the largest, as in <c>Delay(1..3)</c>.</summary>
    public override string ToString() => _steps.Min() is var shortest && shortest == Longest ? $"Delay({Longest})" : $"Delay({shortest}..{Longest})";

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        if (_states is null) CreateStates(input.Features);
        return input;
    }

    /// <inheritdoc/>
    protected override PlacedLayer PlaceOn(LayerPlace place) => new DelayLine(this, place);

    private void CreateStates(int features)
    {
        if (Longest > 0) _states = new LayerStates(features, new float[Longest]);
    }

    private static int Count(IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Count > 0 ? steps.Count : throw new ArgumentException("There is a delay for each value; none is given.", nameof(steps));
    }

    private static int Valid(int steps, string name) => steps is >= 0 and <= MostSteps
        ? steps
        : throw new ArgumentOutOfRangeException(name, steps, $"A delay is 0 to {MostSteps} time steps.");
}
