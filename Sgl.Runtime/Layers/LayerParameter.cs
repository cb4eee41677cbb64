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

    /// <summary>The memory of the gradient, for a backward pass that need not read it where there is nothing to add to.</summary>
    /// <param name="accumulate">Whether to add to what it holds; else it is to be overwritten.</param>
    internal abstract View<float> TakeGradient(out bool accumulate);
}
