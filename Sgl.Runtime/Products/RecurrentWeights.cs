namespace Sgl;

/// <summary>
/// The weights that a population drives itself with, packed once for the forward pass over all time steps: for sums where it
/// feeds back spikes, else for products.
/// </summary>
internal readonly struct RecurrentWeights : IDisposable
{
    private readonly PackedWeights? _sums;
    private readonly Scratch? _place;
    private readonly PackedFactor? _product;

    /// <param name="kept">Weights that stay packed, for sums.</param>
    public RecurrentWeights(PackedWeights kept) => _sums = kept;

    /// <param name="w">R, [F, F].</param>
    /// <param name="sums">Takes the weights where spikes are fed back; null where they are multiplied.</param>
    /// <param name="workers">The threads to use.</param>
    public RecurrentWeights(Matrix w, PackedWeights? sums, Workers workers)
    {
        if (sums is null)
        {
            _product = new PackedFactor(w.Transpose(), workers);
            return;
        }

        var place = Scratch.Rent(PackedWeights.LengthFor(w.Columns, w.Rows));
        sums.PackTo(place.Memory, w.Transpose(), workers);
        (_sums, _place) = (sums, place);
    }

    /// <summary>C = X + S·Rᵀ for some samples.</summary>
    /// <param name="spikes">S, [1, B, F].</param>
    /// <param name="first">The first sample.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="x">X, [samples, F].</param>
    /// <param name="c">C, [samples, F]; written.</param>
    public void Sum(SpikeMatrix spikes, int first, int samples, ReadOnlySpan<float> x, Span<float> c) =>
        SpikeProduct.MultiplyRows(spikes, first, samples, _sums!, x, spikes.Features, c);

    /// <summary>C += Y·Rᵀ for some samples.</summary>
    /// <param name="y">Y, [samples, F].</param>
    /// <param name="c">C, [samples, F].</param>
    public void Multiply(Matrix y, Span<float> c) => _product!.Value.Multiply(y, c, accumulate: true);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _place?.Dispose();
        _product?.Dispose();
    }
}
