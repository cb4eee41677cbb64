namespace Sgl;

/// <summary>A layer's way back through some time steps.</summary>
public sealed class LayerBackward : LayerPass
{
    private readonly Func<int, ReadOnlyMemory<float>> _gradients;

    internal LayerBackward(PassPart part, TimeSpan elapsed, Func<int, ReadOnlyMemory<float>> gradients)
        : base(part) => (Elapsed, _gradients) = (elapsed, gradients);

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Whether the gradients of the layer's parameters are whole: it has gone back to the first time step.</summary>
    public bool IsComplete => FirstStep == 0;

    /// <summary>dL/d(value) of one of the layer's parameters, row-major; of all time steps once <see cref="IsComplete"/>.</summary>
    /// <param name="parameter">Which, 0 to the number of <see cref="Layer.Parameters"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public ReadOnlyMemory<float> ParameterGradient(int parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, Layer.Parameters.Count);
        return _gradients(parameter);
    }
}
