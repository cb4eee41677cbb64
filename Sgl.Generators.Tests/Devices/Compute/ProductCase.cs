namespace Sgl.Tests.Devices.Compute;

/// <summary>A product to compute: factors that lie in memory in some way, what C holds, and what is to become of it.</summary>
internal sealed record ProductCase(Matrix A, Matrix B, float[] C, bool Accumulate, bool Downwards)
{
    /// <summary>Factors row by row, column by column and with gaps, each with another way to sum.</summary>
    public static IEnumerable<ProductCase> All(int m, int n, int k)
    {
        float[] c = Bits.Random(m * n, 3);
        yield return new(Rows(m, k, 1, 0), Rows(k, n, 2, 0), c, Accumulate: false, Downwards: false);
        yield return new(Rows(k, m, 1, 0).Transpose(), Rows(k, n, 2, 3), c, Accumulate: true, Downwards: true);
        yield return new(Rows(m, k, 1, 2), Rows(n, k, 2, 1).Transpose(), c, Accumulate: true, Downwards: false);
    }

    public float[] Expected()
    {
        float[] c = [.. C];
        MatrixProduct.MultiplyBy(MatrixProduct.Managed, A, B, c, new Workers(1), Accumulate, Downwards);
        return c;
    }

    private static Matrix Rows(int rows, int columns, ulong seed, int gap) =>
        new(Bits.Random(rows * (columns + gap), seed), rows, columns, columns + gap, 1);
}
