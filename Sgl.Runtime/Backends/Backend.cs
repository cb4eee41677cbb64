namespace Sgl;

/// <summary>
/// The operations that layers, losses, optimizers and encoders are written with, over numbers that are where a network computes: on
/// the processor or on a device. An algorithm written with them runs on both.
/// </summary>
/// <remarks>
/// <para>Operations write their last argument, <c>into</c>, which may be the very memory of an argument that is as long, unless
/// an operation says otherwise. Rows are one after the other: of a view of n·C numbers, row r has the numbers from r·C on.</para>
/// <para>An operation rounds each result once, and sums in one order, so every backend gives the same bits, unless an operation
/// says otherwise. Nothing waits for a device.</para>
/// <para>An operation that is made of others may be overridden by a backend with something faster of the same bits.</para>
/// </remarks>
public abstract partial class Backend
{
    private readonly List<KeptMemory<float>> _scratch = [];
    private int _taken;

    private protected Backend()
    {
    }

    /// <summary>Where it computes, for people.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it has every operation.</summary>
    internal virtual bool IsComplete => true;

    /// <summary>Memory for what is computed on the way, valid until the method that asked for it returns.</summary>
    /// <param name="length">How many numbers, at least 0. What they are is unspecified.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public View<float> Scratch(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (_taken == _scratch.Count) _scratch.Add(Keep<float>());
        return _scratch[_taken++].Take(length);
    }

    /// <summary>Memory that is kept between calls.</summary>
    internal abstract KeptMemory<T> Keep<T>()
        where T : unmanaged;

    /// <summary>A parameter in its memory.</summary>
    internal abstract LayerParameter Place(Parameter parameter);

    /// <summary>States of a layer in its memory.</summary>
    internal abstract IStateRows Place(LayerStates states);

    /// <summary>Sends numbers. A device may be waited for.</summary>
    internal abstract void Write<T>(ReadOnlySpan<T> values, View<T> into)
        where T : unmanaged;

    /// <summary>Brings numbers. A device is waited for.</summary>
    internal abstract void Read<T>(View<T> view, Span<T> into)
        where T : unmanaged;

    /// <summary>Lends <see cref="Scratch"/> until the result is disposed of.</summary>
    internal Lease Lend() => new(this, _taken);

    /// <summary>The error of an operation that a backend does not have.</summary>
    internal MissingOperationException Lacks(string operation) => new(operation, Name);

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    /// <summary>That scratch memory is lent.</summary>
    internal readonly ref struct Lease(Backend backend, int taken)
    {
        /// <summary>Takes back what was lent since.</summary>
        public void Dispose() => backend._taken = taken;
    }
}
