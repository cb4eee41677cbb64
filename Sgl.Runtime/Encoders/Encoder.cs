namespace Sgl;

/// <summary>
/// Turns values, such as the pixels of an image, into a signal over time, in plain C#: of a network on a device, the processor
/// encodes and the signal is sent. A <see cref="BackendEncoder"/> is written with operations that run there.
/// </summary>
/// <remarks>An encoder owns the signal's data and reuses them: a signal holds until the next call.</remarks>
public abstract class Encoder
{
    private readonly GrowingBuffer _data = new();
    private readonly Exclusive _use = new("Create an encoder for each thread.");
    private CpuBackend? _callingThread;

    /// <summary>Encodes a batch.</summary>
    /// <param name="values">[B, F] row-major, each within 0 and 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="features">F, at least 1.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <returns>[T, B, F].</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is below 1, or a value is outside 0 to 1 or NaN; the message names its index.
    /// </exception>
    /// <exception cref="ArgumentException">The number of values is not B·F, or the signal is too large for an array.</exception>
    /// <exception cref="InvalidOperationException">The encoder is in use on another thread.</exception>
    public Signal Encode(ReadOnlySpan<float> values, int batch, int features, int steps) =>
        Encode(values, batch, features, steps, CallingThread);

    /// <summary>As <see cref="Encode(ReadOnlySpan{float}, int, int, int)"/>, with the same bits.</summary>
    internal Signal Encode(ReadOnlySpan<float> values, int batch, int features, int steps, CpuBackend ops)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Lanes.RequireLength(values.Length, (long)batch * features, nameof(values));
        RequireShares(values);
        using Exclusive.Hold hold = Take();
        Memory<float> data = _data.Take(IsConstant ? values.Length : Sizes.Product(GetType().Name, "the signal", steps, values.Length));
        Fill(ops, values, data);
        return new Signal(data, steps, batch, features, IsConstant);
    }

    /// <summary>Operations on the processor, for calls without a network.</summary>
    private protected CpuBackend CallingThread => _callingThread ??= new CpuBackend(new Workers(threads: 1));

    /// <summary>Takes the encoder for this thread, which also keeps the signal of a call until it is computed with.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    internal Exclusive.Hold Take() => _use.Take(this);

    /// <summary>Throws unless each value is within 0 and 1.</summary>
    internal static void RequireShares(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(values), values[i], $"Value {i} is not within 0 and 1.");
        }
    }

    /// <summary>Whether the signal is one row that holds at every step.</summary>
    protected internal virtual bool IsConstant => false;

    /// <summary>
    /// What a checkpoint saves of it: its own arrays of what a call leaves for the next one, and its settings as fixed ones.
    /// </summary>
    /// <exception cref="NotSupportedException">It does not say.</exception>
    protected internal virtual IReadOnlyList<SavedArray> Saved => throw new NotSupportedException(
        $"{GetType().Name} does not say what it remembers from call to call; override {nameof(Saved)}, with [] for nothing.");

    /// <summary>Writes the signal.</summary>
    /// <param name="values">[B·F], each within 0 and 1.</param>
    /// <param name="data">[T, B·F], or [B·F] where constant; every element is to be written.</param>
    protected abstract void Fill(ReadOnlySpan<float> values, Span<float> data);

    /// <summary>As <see cref="Fill(ReadOnlySpan{float}, Span{float})"/>, with the threads of a network.</summary>
    internal virtual void Fill(CpuBackend ops, ReadOnlySpan<float> values, Memory<float> data) => Fill(values, data.Span);

    /// <summary>Writes the signal of values that are checked, where a device is sent it from.</summary>
    internal void FillForDevice(ReadOnlySpan<float> values, Span<float> data) => Fill(values, data);
}
