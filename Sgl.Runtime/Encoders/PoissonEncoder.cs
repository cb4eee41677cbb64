namespace Sgl;

/// <summary>
/// Rate encoding: at each step a spike with a probability of the value, independent of all others (a Bernoulli
/// process, the discrete form of a Poisson process). Each call draws new spikes; the same calls in the same order
/// draw the same ones.
/// </summary>
/// <param name="seed">Determines all spikes.</param>
public sealed class PoissonEncoder(int seed) : BackendEncoder
{
    private readonly long[] _seed = [seed];
    private readonly long[] _draws = new long[1];

    /// <summary>The random numbers of the next call.</summary>
    internal CounterRandom NextDraws() => new CounterRandom(unchecked((ulong)_seed[0])).Stream(unchecked((ulong)_draws[0]++));

    /// <summary>The seed and the number of calls so far.</summary>
    protected internal override IReadOnlyList<SavedArray> Saved => [new("seed", _seed), new("draws", _draws)];

    /// <inheritdoc/>
    protected internal override bool GivesSpikes => true;

    /// <inheritdoc/>
    protected override void Fill(Backend ops, View<float> values, View<float> data)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ops.Bernoulli(values, NextDraws(), data);
    }
}
