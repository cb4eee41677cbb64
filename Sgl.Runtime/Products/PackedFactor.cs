namespace Sgl;

/// <summary>
/// The right factor B of many products of few rows each, packed once for all of them, in rented memory. The bits are those of
/// the <see cref="MatrixProduct"/> in C#.
/// </summary>
internal readonly struct PackedFactor : IDisposable
{
    private readonly MicroKernel _kernel;
    private readonly Scratch _packed;
    private readonly int _columns;

    /// <param name="b">B, [K, N].</param>
    /// <param name="workers">The threads to use.</param>
    public PackedFactor(Matrix b, Workers workers)
    {
        (_kernel, _columns) = (MicroKernel.For(b.Columns), b.Columns);
        _packed = ManagedProduct.PackRight(_kernel, b, SumOrder.Upwards, workers);
    }

    /// <summary>C = A·B, or C += A·B, on the calling thread.</summary>
    /// <param name="a">A, [R, K].</param>
    /// <param name="c">C, [R, N].</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    public void Multiply(Matrix a, Span<float> c, bool accumulate)
    {
        int panels = Packing.Panels(_columns, _kernel.Columns);
        for (int row = 0; row < a.Rows; row += ManagedProduct.MostRows)
            ManagedProduct.MultiplyBlock(_kernel, a, SumOrder.Upwards, row, _packed.Span, 0, panels, _columns, c, accumulate);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _packed.Dispose();
}
