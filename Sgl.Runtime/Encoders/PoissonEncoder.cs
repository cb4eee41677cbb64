namespace Sgl;

/// <summary>
/// Rate encoding: at each step a spike with a probability of the value, independent of all others (a Bernoulli
/// process, the discrete form of a Poisson process). Each call draws new spikes; the same calls in the same order
/// draw the same ones.
/// </summary>
/// <param name="seed">Determines all spikes.</param>
public sealed class PoissonEncoder(int seed) : Encoder
{
    private readonly CounterRandom _random = new(unchecked((ulong)seed));
    private ulong _draws;

    /// <summary>The random numbers of the next call.</summary>
    internal CounterRandom NextDraws() => _random.Stream(_draws++);

    /// <inheritdoc/>
    protected override void Fill(ReadOnlySpan<float> values, Span<float> data)
    {
        CounterRandom random = NextDraws();
        for (int start = 0; start < data.Length; start += values.Length)
            for (int i = 0; i < values.Length; i++)
                data[start + i] = random.Uniform((ulong)(start + i)) < values[i] ? 1f : 0f;
    }
}
