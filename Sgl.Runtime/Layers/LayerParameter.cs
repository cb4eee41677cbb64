namespace Sgl;

/// <summary>A parameter of a layer in the memory of the backend that the layer computes on.</summary>
public abstract class LayerParameter
{
    private protected LayerParameter()
    {
    }

    /// <summary>The values, row-major; only read.</summary>
    public abstract View<float> Value { get; }

    /// <summary>dL/d(value), row-major; backward passes add to it.</summary>
    public abstract View<float> Gradient { get; }
}
