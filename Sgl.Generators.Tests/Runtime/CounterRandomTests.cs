using Xunit;

namespace Sgl.Tests;

public class CounterRandomTests
{
    [Fact]
    public void Is_SplitMix64()
    {
        // The first outputs of the reference implementation for this seed, as published on rosettacode.org.
        var random = new CounterRandom(1234567);
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(i => random.Bits((ulong)i)));
    }

    [Fact]
    public void Is_uniform()
    {
        const int Count = 200_000;
        var bins = new int[20];
        double sum = 0;
        var random = new CounterRandom(3);
        for (int i = 0; i < Count; i++)
        {
            float value = random.Uniform((ulong)i);
            Assert.InRange(value, 0f, 1f - 1f / (1 << 24));
            bins[(int)(value * bins.Length)]++;
            sum += value;
        }

        // χ² with 19 degrees of freedom exceeds 43.8 once in a thousand; the seed is fixed.
        double expected = (double)Count / bins.Length;
        Assert.InRange(bins.Sum(bin => (bin - expected) * (bin - expected) / expected), 0, 43.8);
        Assert.InRange(sum / Count, 0.5 - 0.002, 0.5 + 0.002);
    }

    [Fact]
    public void Fills_a_range_by_counter()
    {
        float[] values = Bits.Random(10_000, seed: 4, low: -3, high: 5);
        Assert.All(values, value => Assert.InRange(value, -3f, 5f));
        Assert.InRange(values.Min(), -3f, -2.9f);
        Assert.InRange(values.Max(), 4.9f, 5f);
        Assert.Equal(-3 + 8 * new CounterRandom(4).Uniform(77), values[77]);
    }

    [Fact]
    public void Seeds_and_streams_differ_and_repeat()
    {
        var random = new CounterRandom(5);
        CounterRandom[] all = [random, random.Stream(0), random.Stream(1), new CounterRandom(6)];
        Assert.Equal(4, all.Select(each => each.Bits(0)).Distinct().Count());
        Assert.Equal(random.Stream(1).Bits(9), new CounterRandom(5).Stream(1).Bits(9));
    }

    [Fact]
    public void Shuffles_to_a_permutation_that_repeats()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        int[] again = [.. items];
        new CounterRandom(7).Shuffle<int>(items);
        new CounterRandom(7).Shuffle<int>(again);
        Assert.Equal(items, again);
        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
        Assert.InRange(items.Where((item, i) => item == i).Count(), 0, 10);
    }

    [Fact]
    public void Shuffles_every_order_alike()
    {
        var counts = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 24_000; seed++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            new CounterRandom(1).Stream(seed).Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand.
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000.0), 0, 49.7);
    }
}
