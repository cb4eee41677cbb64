using System.Collections.Immutable;

namespace Sgl;

/// <summary>An array that training changes: its values and the gradient of the loss with respect to them.</summary>
public sealed class Parameter
{
    private readonly Memory<float> _gradient;

    // The values, and the same memory as a caller has it: each of its spans is counted.
    private readonly Memory<float> _stored;
    private readonly Memory<float> _value;
    private readonly SpanCount _spans = new();

    // Whether the gradient is 0, whatever its memory holds.
    private bool _isForgotten;

    /// <summary>Creates a parameter whose values and gradient are 0.</summary>
    /// <param name="name">What the layer calls it, such as <c>weight</c>.</param>
    /// <param name="shape">Its sizes, each at least 1.</param>
    /// <exception cref="ArgumentException">
    /// The shape is empty, a size is below 1, or there are more elements than one array can have, about 2³¹.
    /// </exception>
    public Parameter(string name, params ImmutableArray<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (shape.IsDefaultOrEmpty || shape.Any(size => size < 1))
            throw new ArgumentException($"'{name}' needs sizes of at least 1.", nameof(shape));
        int length = Sizes.Product($"'{name}'", "the parameter", shape.AsSpan());
        (Name, Shape, _stored, _gradient) = (name, shape, KernelMemory.AllocateZeros(length), KernelMemory.AllocateZeros(length));
        _value = _spans.Of(_stored);
    }

    /// <summary>What the layer calls it.</summary>
    public string Name { get; }

    /// <summary>Its sizes, the last one contiguous.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>
    /// The values, row-major. Of a network on a device they are brought back from there when they are asked for; what is changed
    /// in them, <see cref="Network.CopyToDevice()"/> takes over.
    /// </summary>
    /// <remarks>
    /// An open stream (<see cref="Stepper"/>) computes each step with the current values. It notices a change where a
    /// <see cref="Memory{T}.Span"/> was taken since its last step; the <see cref="Memory{T}"/> may be older. A write through a
    /// span or a pointer that was taken before that step may go unnoticed.
    /// </remarks>
    public Memory<float> Value
    {
        get
        {
            Home?.Refresh(this);
            return _value;
        }
    }

    /// <summary>The values for those who only read them: this is no change of <see cref="Version"/>.</summary>
    internal ReadOnlyMemory<float> Stored
    {
        get
        {
            Home?.Refresh(this);
            return _stored;
        }
    }

    /// <summary>Changes whenever values may have been written since: with each span of <see cref="Value"/>.</summary>
    internal long Version => _spans.Value;

    /// <summary>dL/d(value), row-major; backward passes add to it. On a device as <see cref="Value"/>.</summary>
    public Memory<float> Gradient
    {
        get
        {
            Home?.Refresh(this);
            if (_isForgotten) ZeroGradient();
            return _gradient;
        }
    }

    /// <summary>Number of values.</summary>
    internal int Length => _stored.Length;

    /// <summary>Where the values are, if it is not here.</summary>
    internal IParameterHome? Home { get; set; }

    /// <summary>The least value that an optimizer may leave. Default −∞.</summary>
    public float Min { get; init; } = float.NegativeInfinity;

    /// <summary>The largest value that an optimizer may leave. Default ∞.</summary>
    public float Max { get; init; } = float.PositiveInfinity;

    /// <summary>Sets the gradient to 0.</summary>
    public void ZeroGradient()
    {
        _isForgotten = false;
        _gradient.Span.Clear();
    }

    /// <summary>
    /// As <see cref="ZeroGradient"/>, but the memory is cleared when it is read; and not at all where the backward pass asks
    /// for it by <see cref="TakeGradient"/>, on one thread.
    /// </summary>
    internal void ForgetGradient() => _isForgotten = true;

    /// <summary>The memory of the gradient, for a backward pass that need not read it where there is nothing to add to.</summary>
    /// <param name="accumulate">Whether to add to what it holds; else it is to be overwritten.</param>
    internal Memory<float> TakeGradient(out bool accumulate)
    {
        (accumulate, _isForgotten) = (!_isForgotten, false);
        return _gradient;
    }

    /// <summary>The name and the shape, as in <c>weight[10, 784]</c>.</summary>
    public override string ToString() => $"{Name}[{string.Join(", ", Shape)}]";
}
