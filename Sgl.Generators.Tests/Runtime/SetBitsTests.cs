using Xunit;

namespace Sgl.Tests;

/// <summary>Where bits are set, from any first bit on, and in room for just as many and the slack.</summary>
public class SetBitsTests
{
    [Theory]
    [InlineData(0, 1, 0.0)]
    [InlineData(3, 56, 1.0)]
    [InlineData(7, 57, 0.5)]
    [InlineData(13, 512, 0.05)]
    [InlineData(2, 700, 0.9)]
    [InlineData(0, 64, 1.0)]
    [InlineData(16, 128, 1.0)]
    [InlineData(8, 1000, 0.05)]
    [InlineData(24, 447, 0.6)]
    public void Are_enumerated_counted_and_copied_alike(int start, int count, double density)
    {
        var random = new Random(5);
        var bits = new byte[(start + count + 7) / 8 + SpikeMatrix.Spare];
        for (int i = 0; i < bits.Length * 8; i++)
            if (random.NextDouble() < density) bits[i / 8] |= (byte)(1 << (i % 8));
        int[] expected = [.. Enumerable.Range(0, count).Where(i => (bits[(start + i) / 8] >> ((start + i) % 8) & 1) != 0)];

        var enumerated = new List<int>();
        foreach (int position in new SetBits(bits, start, count)) enumerated.Add(position);
        var positions = new ushort[count + SetBits.Slack];
        int copied = new SetBits(bits, start, count).CopyTo(positions);

        Assert.Equal(expected, enumerated);
        Assert.Equal(expected.Length, new SetBits(bits, start, count).Count());
        Assert.Equal(expected, positions[..copied].Select(position => (int)position));
        Assert.Throws<IndexOutOfRangeException>(() => new SetBits(bits, start, count).CopyTo(positions.AsSpan(1)));
    }
}
