namespace Sgl;

/// <summary>
/// Memory that a layer keeps for its passes, declared once: a pass takes it with the length by which a plan
/// counts it. See <see cref="LayerPlace.Buffer"/>.
/// </summary>
public sealed class LayerBuffer
{
    private readonly LayerPlace _place;
    private readonly KeptMemory<float> _memory;
    private readonly Func<PassShape, long> _length;

    internal LayerBuffer(LayerPlace place, string name, Func<PassShape, long> length) =>
        (_place, Name, _length, _memory) = (place, name, length, place.On.Keep<float>());

    /// <summary>What is in it.</summary>
    public string Name { get; }

    /// <summary>The memory for the pass at hand. What it holds is unspecified.</summary>
    /// <exception cref="ArgumentException">One array cannot have so many numbers.</exception>
    public View<float> Take()
    {
        long length = LengthFor(_place.Pass);
        return length > _memory.Most
            ? throw new ArgumentException(
                $"{_place.Layer}: the {Name} would have {length} values; one array has at most {_memory.Most}.")
            : _memory.Take(length);
    }

    /// <summary>How many numbers a pass takes.</summary>
    internal long LengthFor(PassShape pass) => _length(pass);
}
