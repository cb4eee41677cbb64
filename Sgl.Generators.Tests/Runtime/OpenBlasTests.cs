using Xunit;

namespace Sgl.Tests;

/// <summary>The system's OpenBLAS, where there is one, agrees with the product in C# to rounding.</summary>
public class OpenBlasTests
{
    [Fact]
    public void Is_not_found_under_a_name_that_nothing_has()
    {
        Assert.Null(OpenBlas.Load(["libsgl-no-such-library.so.0"]));
        Assert.Null(OpenBlas.Load([]));
    }

    [Fact]
    public void Is_not_a_library_without_its_calls()
    {
        // Libraries of every system, none of which multiplies matrices.
        Assert.Null(OpenBlas.Load(["libc.so.6", "libSystem.dylib", "kernel32.dll"]));
    }

    [Fact]
    public void Is_opted_out_of_in_these_tests() => Assert.Equal("managed", MatrixProduct.Backend);

    [Theory]
    [MemberData(nameof(MatrixProductTests.Shapes), MemberType = typeof(MatrixProductTests))]
    [InlineData(700, 600, 33)]
    public void Multiplies_and_accumulates(int m, int n, int k)
    {
        IMatrixProduct product = Require();
        float[] a = Bits.Random(m * k, 1);
        float[] b = Bits.Random(k * n, 2);
        foreach (Matrix left in new[] { new Matrix(a, m, k), new Matrix(a, k, m).Transpose() })
        {
            foreach (Matrix right in new[] { new Matrix(b, k, n), new Matrix(b, n, k).Transpose() })
            {
                foreach (bool accumulate in new[] { false, true })
                {
                    float[] expected = Run(MatrixProduct.Managed, left, right, 1, accumulate);
                    Bits.Near([.. expected.Select(x => (double)x)], Run(product, left, right, 1, accumulate), 1e-4);
                    Bits.SameForAnyThreads(threads => Run(product, left, right, threads, accumulate));
                }
            }
        }
    }

    [Fact]
    public void Leaves_what_it_cannot_do_to_the_product_in_CSharp()
    {
        IMatrixProduct product = Require();
        var a = new Matrix(Bits.Random(40 * 100, 7), Rows: 19, Columns: 23, RowStride: 100, ColumnStride: 3);
        var b = new Matrix(Bits.Random(23 * 18, 8), 23, 18);
        Bits.Same(Run(MatrixProduct.Managed, a, b, 1, true), Run(product, a, b, 1, true));
        a = new Matrix(Bits.Random(19 * 23, 9), 19, 23);
        Bits.Same(
            Run(MatrixProduct.Managed, a, b, 1, true, downwards: true), Run(product, a, b, 1, true, downwards: true));
        Assert.Equal(new float[6], Run(product, new Matrix(default, 2, 0), new Matrix(default, 0, 3), 1, false));
    }

    private static OpenBlas Require()
    {
        OpenBlas? found = OpenBlas.Load(OpenBlas.Names);
        Assert.SkipWhen(found is null, "The system has no OpenBLAS.");
        return found!;
    }

    private static float[] Run(
        IMatrixProduct product, Matrix a, Matrix b, int threads, bool accumulate, bool downwards = false)
    {
        float[] c = Bits.Random(a.Rows * b.Columns, 3);
        MatrixProduct.MultiplyBy(product, a, b, c, new Workers(threads), accumulate, downwards);
        return c;
    }
}
