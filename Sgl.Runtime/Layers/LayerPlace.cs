namespace Sgl;

/// <summary>Where a <see cref="BackendLayer"/> computes: the operations there, its parameters, and memory.</summary>
public sealed class LayerPlace
{
    private readonly List<LayerBuffer> _buffers = [];
    private readonly Dictionary<Parameter, LayerParameter> _parameters = [];

    internal LayerPlace(BackendLayer layer, Backend on) => (Layer, On) = (layer, on);

    /// <summary>The operations.</summary>
    public Backend On { get; }

    /// <summary>The layer.</summary>
    internal BackendLayer Layer { get; }

    /// <summary>The pass at hand.</summary>
    internal PassShape Pass { get; set; }

    /// <summary>Whether the input may be spikes. It may where a caller gives it.</summary>
    internal bool MayBeFedSpikes { get; set; } = true;

    /// <summary>Declares memory, which is kept from pass to pass.</summary>
    /// <param name="name">What is in it, for people.</param>
    /// <param name="length">How many numbers a pass takes; 0 where it takes none.</param>
    public LayerBuffer Buffer(string name, Func<PassShape, long> length)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(length);
        var buffer = new LayerBuffer(this, name, length);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>A parameter of the layer where it computes.</summary>
    /// <param name="parameter">One of <see cref="Layer.Parameters"/>.</param>
    public LayerParameter Parameter(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!_parameters.TryGetValue(parameter, out LayerParameter? placed))
            _parameters.Add(parameter, placed = On.Place(parameter));
        return placed;
    }

    /// <summary>The declared memory that a pass takes.</summary>
    internal IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        foreach (LayerBuffer buffer in _buffers)
            if (buffer.LengthFor(pass) is > 0 and var length) yield return PlannedBuffer.Floats(buffer.Name, length);
    }
}
