using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// What a layer hands from one time step to the next, forward, and the gradients that it hands back: some rows [B, F].
/// A pass begins with the initial states, and backward with gradients of zero, unless a schedule cuts time into
/// several passes that go on from one another.
/// </summary>
public sealed class LayerStates : IStateRows
{
    private readonly int _features;
    private readonly InitialState[] _initial;
    private readonly GrowingBuffer[] _buffers;
    private readonly ReadOnlyMemory<float>[] _before;
    private readonly Memory<float>[] _values;
    private readonly Memory<float>[] _gradients;
    private long _passes;
    private bool _goesOn;

    /// <summary>Creates the states of a layer.</summary>
    /// <param name="features">F, at least 1.</param>
    /// <param name="initial">The value of each row before the first step; as many rows as values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is below 1.</exception>
    public LayerStates(int features, params ReadOnlySpan<float> initial)
        : this(features, [.. initial.ToArray().Select(value => new InitialState(value))])
    {
    }

    internal LayerStates(int features, InitialState[] initial)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        _features = features;
        _initial = initial;
        _buffers = GrowingBuffer.Several(3 * initial.Length);
        _before = new ReadOnlyMemory<float>[initial.Length];
        _values = new Memory<float>[initial.Length];
        _gradients = new Memory<float>[initial.Length];
    }

    /// <summary>F.</summary>
    internal int Features => _features;

    /// <summary>Each row before the first step.</summary>
    internal InitialState[] Initial => _initial;

    /// <summary>Number of rows.</summary>
    public int Count => _initial.Length;

    /// <summary>The states before the pass, [B·F] each, from <see cref="BeginForward"/> on.</summary>
    public ReadOnlySpan<ReadOnlyMemory<float>> Before => _before;

    /// <summary>The states after the pass, [B·F] each; a forward pass leaves them here.</summary>
    public ReadOnlySpan<Memory<float>> Values => _values;

    /// <summary>
    /// dL/d(state), [B·F] each: of the states after the pass when backward begins; a backward pass leaves those of the
    /// states before it.
    /// </summary>
    public ReadOnlySpan<Memory<float>> Gradients => _gradients;

    /// <summary>
    /// Whether a backward pass goes on from one over later steps, so that sums over time which are not yet part of a
    /// parameter's gradient go on too.
    /// </summary>
    public bool GoesOnBackward { get; private set; }

    /// <summary>Whether another backward pass, over earlier steps, will go on from this one.</summary>
    public bool IsContinued { get; private set; }

    /// <inheritdoc/>
    long IPassStates.Passes => _passes;

    /// <inheritdoc/>
    View<float> IStateRows.BeforeAt(int row) => new(MemoryMarshal.AsMemory(_before[row]));

    /// <inheritdoc/>
    View<float> IStateRows.ValuesAt(int row) => new(_values[row]);

    /// <inheritdoc/>
    View<float> IStateRows.GradientsAt(int row) => new(_gradients[row]);

    /// <inheritdoc/>
    void IStateRows.CopySettings()
    {
    }

    /// <inheritdoc/>
    IEnumerable<PlannedBuffer> IStateRows.Plan(PassShape pass) => Plan(pass);

    /// <summary>Called by the layer as its forward pass begins: sets <see cref="Before"/>.</summary>
    /// <param name="batch">B, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch is below 1.</exception>
    /// <exception cref="ArgumentException">B·F is more than one array can have.</exception>
    /// <exception cref="InvalidOperationException">The pass goes on from one of another batch size.</exception>
    public void BeginForward(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        _passes++;
        int length = Sizes.Product("The states", "each of them", batch, _features);
        for (int i = 0; i < Count; i++)
        {
            if (_goesOn && _values[i].Length != length)
                throw new InvalidOperationException($"{batch} samples cannot go on from the states of another number.");
            Memory<float> before = _buffers[3 * i].Take(length);
            if (_goesOn) _values[i].CopyTo(before);
            else _initial[i].CopyTo(before.Span);
            _before[i] = before;
            _values[i] = _buffers[3 * i + 1].Take(length);
        }
    }

    /// <summary>Called by the layer as its backward pass begins: sets <see cref="Gradients"/>.</summary>
    public void BeginBackward()
    {
        for (int i = 0; i < Count; i++)
        {
            _gradients[i] = _buffers[3 * i + 2].Take(_before[i].Length);
            if (!GoesOnBackward) _gradients[i].Span.Clear();
        }
    }

    /// <inheritdoc/>
    void IPassStates.BeforeForward(bool goesOn) => _goesOn = goesOn;

    /// <inheritdoc/>
    void IPassStates.BeforeBackward(bool goesOn, bool isContinued) => (GoesOnBackward, IsContinued) = (goesOn, isContinued);

    /// <inheritdoc/>
    void IPassStates.Reset() => (_goesOn, GoesOnBackward, IsContinued) = (false, false, false);

    /// <inheritdoc/>
    void IPassStates.Truncate()
    {
        foreach (Memory<float> row in _gradients) row.Span.Clear();
    }

    /// <inheritdoc/>
    long IPassStates.Length(int batch) => Length(batch);

    /// <inheritdoc/>
    void IPassStates.Save(View<float> target) => Save(target.Memory.Span);

    /// <inheritdoc/>
    void IPassStates.Restore(View<float> source) => Restore(source.Memory.Span);

    /// <inheritdoc/>
    float[] IPassStates.Read()
    {
        var rows = new float[_values.Sum(row => row.Length)];
        Save(rows);
        return rows;
    }

    /// <inheritdoc/>
    void IPassStates.Write(ReadOnlySpan<float> rows)
    {
        for (int i = 0; i < Count; i++) _values[i] = _buffers[3 * i + 1].Take(rows.Length / Count);
        Restore(rows);
    }

    /// <inheritdoc/>
    void IPassStates.Rewind()
    {
        for (int i = 0; i < Count; i++) _before[i].CopyTo(_values[i]);
    }

    /// <summary>Number of floats of the states of a batch.</summary>
    internal long Length(int batch) => (long)Count * batch * _features;

    /// <summary>Copies the states after the last pass.</summary>
    /// <param name="target">Starts with the copy afterwards; returns the rest.</param>
    internal Span<float> Save(Span<float> target)
    {
        foreach (Memory<float> row in _values)
        {
            row.Span.CopyTo(target);
            target = target[row.Length..];
        }

        return target;
    }

    /// <summary>Sets the states that the next pass goes on from.</summary>
    /// <param name="source">Starts with a copy of them; returns the rest.</param>
    internal ReadOnlySpan<float> Restore(ReadOnlySpan<float> source)
    {
        foreach (Memory<float> row in _values)
        {
            source[..row.Length].CopyTo(row.Span);
            source = source[row.Length..];
        }

        return source;
    }

    /// <summary>The buffers of a pass.</summary>
    internal IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        if (Count == 0) yield break;
        yield return PlannedBuffer.Floats("states", 2 * Length(pass.Batch));
        if (pass.Training) yield return PlannedBuffer.Floats("gradients of states", Length(pass.Batch));
    }
}
