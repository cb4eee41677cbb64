namespace Sgl;

/// <summary>
/// Weights of a layer that stay packed between calls, until somebody may have changed them: to pack them takes many times as
/// long as a time step of a stream. It is a second copy of the weights, so only streams have it.
/// </summary>
/// <param name="weight">W, [outputs, inputs].</param>
internal sealed class KeptWeights(Parameter weight)
{
    private readonly GrowingBuffer _place = new();
    private readonly PackedWeights _packed = new();
    private long _version = -1;

    /// <summary>Floats that it keeps; 0 where no stream has made a step yet.</summary>
    public long Length => _place.Bytes / sizeof(float);

    /// <summary>The weights as they are now, Wᵀ packed.</summary>
    /// <param name="workers">The threads to use.</param>
    public PackedWeights Take(Workers workers)
    {
        (int outputs, int inputs) = (weight.Shape[0], weight.Shape[1]);
        var stored = new Matrix(weight.Stored, outputs, inputs);

        // Read before packing, so that a write during it is noticed by the next call.
        long version = weight.Version;
        if (version == _version) return _packed;
        _packed.PackTo(_place.Take(PackedWeights.LengthFor(inputs, outputs)), stored.Transpose(), workers);
        _version = version;
        return _packed;
    }
}
