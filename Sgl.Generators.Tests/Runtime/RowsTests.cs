using Xunit;

namespace Sgl.Tests;

public class RowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(3, 255)]
    [InlineData(29, 300)]
    public void Are_summed_one_after_the_other(int rows, int columns)
    {
        float[] values = Bits.Random(rows * columns, 1);
        foreach (bool downwards in new[] { false, true })
        {
            Bits.SameForAnyThreads(threads =>
            {
                float[] sum = Bits.Random(columns, 2);
                float[] expected = [.. sum];
                for (int p = 0; p < rows; p++)
                {
                    int row = downwards ? rows - 1 - p : p;
                    for (int j = 0; j < columns; j++) expected[j] += values[row * columns + j];
                }

                Rows.AddTo(sum, values, new Workers(threads), downwards);
                Bits.Same(expected, sum);
                return sum;
            });
        }
    }
}
