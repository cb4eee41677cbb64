using Xunit;

namespace Sgl.Tests;

public class TranspositionTests
{
    private const float Untouched = -7f;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(3, 40)]
    [InlineData(16, 16)]
    [InlineData(18, 7)]
    [InlineData(37, 53)]
    public void Swaps_rows_and_columns_and_writes_nothing_else(int rows, int columns)
    {
        (int sourceStride, int targetStride) = (columns + 3, rows + 5);
        float[] source = Bits.Random(rows * sourceStride, 1);
        var target = new float[columns * targetStride];
        Array.Fill(target, Untouched);

        Transposition.Copy(source, sourceStride, rows, columns, target, targetStride);

        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < targetStride; i++)
                Assert.Equal(i < rows ? source[i * sourceStride + j] : Untouched, target[j * targetStride + i]);
        }
    }

    [Fact]
    public void Refuses_what_lies_beyond_a_span()
    {
        Assert.Throws<IndexOutOfRangeException>(() => Transposition.Copy(new float[11], 4, 3, 4, new float[12], 3));
        Assert.Throws<IndexOutOfRangeException>(() => Transposition.Copy(new float[12], 4, 3, 4, new float[11], 3));
    }
}
