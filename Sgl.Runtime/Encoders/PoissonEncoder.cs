namespace Sgl;

/// <summary>
/// Rate encoding: at each step a spike with a probability of the value, independent of all others (a Bernoulli
/// process, the discrete form of a Poisson process). Each call draws new spikes; the same calls in the same order
/// draw the same ones.
/// </summary>
/// <param name="seed">Determines all spikes.</param>
public sealed class PoissonEncoder(int seed) : Encoder
{
    private readonly long[] _seed = [seed];
    private readonly long[] _draws = new long[1];

    /// <summary>The random numbers of the next call.</summary>
    internal CounterRandom NextDraws() => new CounterRandom(unchecked((ulong)_seed[0])).Stream(unchecked((ulong)_draws[0]++));

    /// <summary>The seed and the number of calls so far.</summary>
    protected internal override IReadOnlyList<SavedArray> Saved => [new("seed", _seed), new("draws", _draws)];

    /// <inheritdoc/>
    protected override void Fill(ReadOnlySpan<float> values, Span<float> data)
    {
        CounterRandom random = NextDraws();
        for (int start = 0; start < data.Length; start += values.Length)
            for (int i = 0; i < values.Length; i++)
                data[start + i] = random.Uniform((ulong)(start + i)) < values[i] ? 1f : 0f;
    }
}
