using Xunit;

namespace Sgl.Tests.Runtime;

/// <summary>Large planes are stored past the caches: with the same bits, wherever they start.</summary>
public class StreamedStoreTests
{
    private const int Steps = 2;

    /// <summary>Rows that are aligned in every step, in none, and in every other one.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 5)]
    public void Large_planes_get_the_bits_of_small_ones(int offset, int odd)
    {
        int neurons = 2_200_000 + odd, length = Steps * neurons;
        Assert.True(Lanes.Streams(Steps, neurons));
        float[] x = Bits.Random(length, 1), beta = Bits.Random(neurons, 2, 0.2f, 0.9f), shift = Bits.Random(neurons, 3);
        float[] state = new float[neurons];
        Memory<float>[] planes = [.. Enumerable.Range(0, 3).Select(_ => KernelMemory.Allocate(length + offset)[offset..])];
        SavingLeaky.Forward(
            Steps, neurons, x, beta, 0.7f, shift, state, planes[0].Span, planes[1].Span, planes[2].Span);

        int part = 1000;
        for (int first = 0; first < neurons; first += 199_999)
        {
            int count = Math.Min(part, neurons - first);
            float[] partState = new float[count];
            float[][] partPlanes = [.. planes.Select(_ => new float[Steps * count])];
            SavingLeaky.Forward(
                Steps,
                count,
                Columns(x, neurons, first, count),
                beta.AsSpan(first, count),
                0.7f,
                shift.AsSpan(first, count),
                partState,
                partPlanes[0],
                partPlanes[1],
                partPlanes[2]);
            for (int k = 0; k < planes.Length; k++)
                Assert.Equal(partPlanes[k], Columns(planes[k].Span, neurons, first, count));
            Assert.Equal(partState, state[first..(first + count)]);
        }
    }

    private static float[] Columns(ReadOnlySpan<float> plane, int neurons, int first, int count) =>
        [.. plane.Slice(first, count), .. plane.Slice(neurons + first, count)];
}
