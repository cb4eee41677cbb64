using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace Sgl.Tests;

public class MatrixProductTests
{
    public static readonly TheoryData<int, int, int> Shapes = new()
    {
        { 1, 1, 1 }, { 1, 17, 5 }, { 7, 1, 3 }, { 5, 15, 1 }, { 6, 16, 256 }, { 13, 33, 257 }, { 96, 64, 31 },
        { 97, 47, 300 }, { 203, 129, 513 }, { 400, 10, 70 }, { 10, 400, 600 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Equals_the_naive_product_for_every_order_of_the_factors(int m, int n, int k)
    {
        float[] a = Bits.Random(m * k, 1);
        float[] b = Bits.Random(k * n, 2);
        var workers = new Workers(2);
        foreach (Matrix left in new[] { new Matrix(a, m, k), new Matrix(a, k, m).Transpose() })
        {
            foreach (Matrix right in new[] { new Matrix(b, k, n), new Matrix(b, n, k).Transpose() })
            {
                float[] c = Bits.Random(m * n, 3); // must be overwritten
                MatrixProduct.Multiply(left, right, c, workers);
                Bits.Near(Naive(left, right, new float[m * n]), c, 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Accumulates(int m, int n, int k)
    {
        var a = new Matrix(Bits.Random(m * k, 4), m, k);
        var b = new Matrix(Bits.Random(k * n, 5), k, n);
        float[] c = Bits.Random(m * n, 6, low: 10, high: 20);
        double[] expected = Naive(a, b, c);
        MatrixProduct.Multiply(a, b, c, new Workers(1), accumulate: true);
        Bits.Near(expected, c, 1e-4);
    }

    [Fact]
    public void Reads_views_with_gaps()
    {
        var a = new Matrix(Bits.Random(40 * 100, 7), Rows: 19, Columns: 23, RowStride: 100, ColumnStride: 3);
        var b = new Matrix(Bits.Random(40 * 100, 8), Rows: 23, Columns: 18, RowStride: 2, ColumnStride: 61);
        var c = new float[19 * 18];
        MatrixProduct.Multiply(a, b, c, new Workers(1));
        Bits.Near(Naive(a, b, new float[c.Length]), c, 1e-5);
    }

    [Fact]
    public void Has_the_same_bits_for_any_number_of_threads()
    {
        var a = new Matrix(Bits.Random(203 * 517, 9), 203, 517);
        var b = new Matrix(Bits.Random(517 * 131, 10), 517, 131);
        Bits.SameForAnyThreads(threads =>
        {
            var c = new float[203 * 131];
            MatrixProduct.Multiply(a, b, c, new Workers(threads));
            return c;
        });
    }

    [Fact]
    public void Has_the_same_bits_for_a_row_alone_as_among_others()
    {
        float[] a = Bits.Random(100 * 300, 11);
        var b = new Matrix(Bits.Random(300 * 40, 12), 300, 40);
        var all = new float[100 * 40];
        var one = new float[40];
        MatrixProduct.Multiply(new Matrix(a, 100, 300), b, all, new Workers(1));
        MatrixProduct.Multiply(new Matrix(a.AsMemory(98 * 300), 1, 300), b, one, new Workers(1));
        Bits.Same(all.AsSpan(98 * 40, 40), one);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_one_chain_of_multiply_adds(bool downwards)
    {
        const int M = 13, N = 35, K = 777;
        float[] a = Bits.Random(M * K, 13);
        float[] b = Bits.Random(K * N, 14);
        float[] c = Bits.Random(M * N, 15);
        float[] expected = [.. c];
        for (int p = 0; p < K; p++)
        {
            int k = downwards ? K - 1 - p : p;
            for (int i = 0; i < M; i++)
                for (int j = 0; j < N; j++)
                    expected[i * N + j] = MultiplyAdd(a[i * K + k], b[k * N + j], expected[i * N + j]);
        }

        MatrixProduct.Multiply(new Matrix(a, M, K), new Matrix(b, K, N), c, new Workers(1), true, downwards);
        Bits.Same(expected, c);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(400)]
    [InlineData(599)]
    public void Has_the_same_bits_wherever_the_sum_is_cut(int cut)
    {
        const int M = 101, N = 37, K = 600;
        float[] a = Bits.Random(K * M, 16);
        float[] b = Bits.Random(K * N, 17);
        foreach (bool downwards in new[] { false, true })
        {
            Bits.SameForAnyThreads(threads =>
            {
                var workers = new Workers(threads);
                float[] whole = Bits.Random(M * N, 18);
                float[] parts = [.. whole];
                Add(whole, 0, K);
                Add(parts, downwards ? cut : 0, downwards ? K : cut);
                Add(parts, downwards ? 0 : cut, downwards ? cut : K);
                Bits.Same(whole, parts);
                return parts;

                void Add(float[] c, int from, int to) => MatrixProduct.Multiply(
                    new Matrix(a.AsMemory(from * M), to - from, M).Transpose(),
                    new Matrix(b.AsMemory(from * N), to - from, N),
                    c, workers, accumulate: true, downwards);
            });
        }
    }

    [Fact]
    public void Sums_over_nothing_to_zero()
    {
        float[] c = [1, 2, 3, 4];
        MatrixProduct.Multiply(new Matrix(default, 2, 0), new Matrix(default, 0, 2), c, new Workers(1), true);
        Assert.Equal([1, 2, 3, 4], c);
        MatrixProduct.Multiply(new Matrix(default, 2, 0), new Matrix(default, 0, 2), c, new Workers(1));
        Assert.Equal([0, 0, 0, 0], c);
    }

    [Fact]
    public void Keeps_NaN_in_its_own_row()
    {
        float[] a = [float.NaN, 1, 1, 1];
        var c = new float[4];
        MatrixProduct.Multiply(new Matrix(a, 2, 2), new Matrix(new float[] { 1, 1, 1, 1 }, 2, 2), c, new Workers(1));
        Assert.Equal([float.NaN, float.NaN, 2, 2], c);
    }

    [Fact]
    public void Reuses_its_packing_buffers()
    {
        var a = new Matrix(new float[200 * 300], 200, 300);
        var b = new Matrix(new float[300 * 200], 300, 200);
        var c = new float[200 * 200];
        var workers = new Workers(1);
        MatrixProduct.Multiply(a, b, c, workers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MatrixProduct.Multiply(a, b, c, workers);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void Rejects_what_does_not_fit()
    {
        var workers = new Workers(1);
        var two = new Matrix(new float[6], 2, 3);
        string inner = Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(two, two, new float[4], workers)).Message;
        Assert.Contains("3 columns", inner, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(two, two.Transpose(), new float[5], workers));
        var beyond = new Matrix(new float[5], 2, 3);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(beyond, two.Transpose(), new float[4], workers));
        var backwards = new Matrix(new float[6], 2, 3, -3, 1);
        Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(backwards, two.Transpose(), new float[4], workers));
    }

    // As Vector.MultiplyAddEstimate: fused where the processor can.
    private static float MultiplyAdd(float x, float y, float z) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(x, y, z) : x * y + z;

    private static double[] Naive(Matrix a, Matrix b, float[] c)
    {
        ReadOnlySpan<float> left = a.Data.Span;
        ReadOnlySpan<float> right = b.Data.Span;
        var result = new double[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                double sum = c[i * b.Columns + j];
                for (int k = 0; k < a.Columns; k++)
                {
                    sum += (double)left[i * a.RowStride + k * a.ColumnStride]
                        * right[k * b.RowStride + j * b.ColumnStride];
                }

                result[i * b.Columns + j] = sum;
            }
        }

        return result;
    }
}
