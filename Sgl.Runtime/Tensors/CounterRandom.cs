namespace Sgl;

/// <summary>
/// Random numbers by counter: number i is a function of the seed and of i alone. Loops may draw in any order, on any
/// number of threads, and get the same bits.
/// </summary>
/// <remarks>
/// Number i is the i-th output of SplitMix64: the finaliser <c>mix64variant13</c> of <c>seed + (i + 1)·γ</c> with the
/// golden gamma γ (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators",
/// doi:10.1145/2660193.2660195). Not for cryptography.
/// </remarks>
/// <param name="Seed">Which sequence; every value is a good one.</param>
public readonly record struct CounterRandom(ulong Seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Number <paramref name="index"/> of the sequence, 64 random bits.</summary>
    /// <param name="index">Any counter.</param>
    public ulong Bits(ulong index)
    {
        ulong z = unchecked(Seed + (index + 1) * GoldenGamma);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>An independent sequence: one per layer, per parameter, per epoch, and so on.</summary>
    /// <param name="id">Which one.</param>
    public CounterRandom Stream(ulong id) => new(Bits(id));

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴: every float there of that spacing is as likely.</summary>
    /// <param name="index">Any counter.</param>
    public float Uniform(ulong index) => (int)(Bits(index) >> 40) * (1f / (1 << 24));

    /// <summary>Fills an array with values uniform between two bounds; value i is drawn with counter i.</summary>
    /// <param name="values">Receives the values.</param>
    /// <param name="low">Lower bound, inclusive.</param>
    /// <param name="high">Upper bound; rounding may reach it.</param>
    public void FillUniform(Span<float> values, float low, float high)
    {
        for (int i = 0; i < values.Length; i++) values[i] = low + (high - low) * Uniform((ulong)i);
    }

    /// <summary>
    /// Puts the items in a random order (Fisher and Yates; Durstenfeld 1964). An order's probability is off by less
    /// than one part in 2⁶⁴ per item and length, which no test can see.
    /// </summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="items">The items, reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = (int)Math.BigMul(Bits((ulong)last), (ulong)last + 1, out _);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
