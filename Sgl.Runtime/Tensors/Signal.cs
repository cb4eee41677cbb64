namespace Sgl;

/// <summary>
/// What flows between layers, forward and backward: a float32 array [T, B, F] over time, batch and features, the
/// last one contiguous. A signal that does not change over time stores its one row [B, F] once. Between layers that
/// agree on it, spikes are a bit each.
/// </summary>
/// <remarks>
/// A layer hands out a view of a buffer of its own: it holds until the layer's next call in the same direction.
/// <c>default</c> stands for "no signal".
/// </remarks>
public readonly record struct Signal
{
    // No shape where only the number of features was said.
    private readonly Shape _shape;

    /// <summary>Wraps values; nothing is copied.</summary>
    /// <param name="data">B·F values if constant, else T·B·F.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="features">F, at least 1.</param>
    /// <param name="isConstant">Whether <paramref name="data"/> is one row [B, F] that holds at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public Signal(Memory<float> data, int steps, int batch, int features, bool isConstant = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        Lanes.RequireLength(data.Length, (isConstant ? 1L : steps) * batch * features, nameof(data));
        (Values, Steps, Batch, Features, IsConstant) = (new View<float>(data), steps, batch, features, isConstant);
    }

    /// <summary>Wraps values of a shape; nothing is copied.</summary>
    /// <param name="data">B·F values if constant, else T·B·F, where F is the number of values of the shape.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="shape">A sample at one time step.</param>
    /// <param name="isConstant">Whether <paramref name="data"/> is one row [B, F] that holds at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public Signal(Memory<float> data, int steps, int batch, Shape shape, bool isConstant = false)
        : this(data, steps, batch, shape.Features, isConstant) => _shape = shape;

    /// <summary>Wraps values in the memory of a backend; nothing is copied.</summary>
    /// <param name="values">B·F values if constant, else T·B·F, where F is the number of values of the shape.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="shape">A sample at one time step.</param>
    /// <param name="isConstant">Whether <paramref name="values"/> are one row [B, F] that holds at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public Signal(View<float> values, int steps, int batch, Shape shape, bool isConstant = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        Lanes.RequireLength(values.Length, (isConstant ? 1L : steps) * batch * shape.Features, nameof(values));
        (Values, Steps, Batch, Features, IsConstant, _shape) = (values, steps, batch, shape.Features, isConstant, shape);
    }

    /// <summary>Wraps spikes, a bit each; nothing is copied.</summary>
    /// <param name="bits">T rows of <see cref="SpikeStride"/> bytes, then <see cref="SpikeMatrix.Spare"/> more.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="batch">B, at least 1.</param>
    /// <param name="features">F, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">There are too few bytes.</exception>
    public Signal(ReadOnlyMemory<byte> bits, int steps, int batch, int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (Bits, Steps, Batch, Features) = (bits, steps, batch, features);
        Spikes.RequireValid(nameof(bits));
    }

    /// <summary>Wraps values in the memory of a backend, whose sizes fit.</summary>
    internal Signal(View<float> values, int steps, int batch, int features, bool isConstant) =>
        (Values, Steps, Batch, Features, IsConstant) = (values, steps, batch, features, isConstant);

    private Signal(DeviceView<uint> words, int steps, int batch, int features) =>
        (Words, Steps, Batch, Features) = (words, steps, batch, features);

    /// <summary>Stands for values that their reader computes.</summary>
    internal Signal(PendingValues pending, int features) =>
        (Pending, Steps, Batch, Features) = (pending, pending.Steps, pending.Batch, features);

    /// <summary>Wraps spikes in the memory of a device, whose sizes fit.</summary>
    /// <param name="words">Rows of whole words of bits, [T·B].</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="features">F.</param>
    internal static Signal OnDevice(DeviceView<uint> words, int steps, int batch, int features) => new(words, steps, batch, features);

    /// <summary>Bytes of the bits of one time step.</summary>
    /// <param name="batch">B.</param>
    /// <param name="features">F.</param>
    /// <exception cref="ArgumentException">There are more bits in a time step than one array has bytes.</exception>
    public static int SpikeStride(int batch, int features)
    {
        long bits = (long)batch * features;
        return bits <= int.MaxValue
            ? (int)((bits + 7) / 8)
            : throw new ArgumentException($"A time step has {batch} · {features} = {bits} spikes; it has at most {int.MaxValue}.");
    }

    /// <summary>Whether the values are spikes, of which only the bits are stored.</summary>
    public bool IsSpikes => !Bits.IsEmpty || Words is not null;

    /// <summary>The bits of spikes; empty where the values are floats.</summary>
    public ReadOnlyMemory<byte> Bits { get; }

    /// <summary>The bits of spikes in the memory of a device, rows of whole words; null where the values are anything else.</summary>
    internal DeviceView<uint>? Words { get; }

    /// <summary>Whether the values are floats of which each is known to be 0 or 1.</summary>
    internal bool IsBinary { get; init; }

    /// <summary>What the values are yet to be computed from; null where they are there.</summary>
    internal PendingValues? Pending { get; }

    /// <summary>Spikes as the left factor of a product.</summary>
    public SpikeMatrix Spikes => new(Bits, Steps, Batch, Features, SpikeStride(Batch, Features));

    /// <summary>
    /// The values on the processor: [B, F] where <see cref="IsConstant"/>, else [T, B, F]; empty where they are spikes.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are in the memory of a device.</exception>
    public Memory<float> Data => Values.Memory;

    /// <summary>The values of <see cref="Data"/>, in the memory of the processor or of a device, as operations of a <see cref="Backend"/> read them.</summary>
    public View<float> Values { get; }

    /// <summary>T, the number of time steps.</summary>
    public int Steps { get; }

    /// <summary>B, the number of samples.</summary>
    public int Batch { get; }

    /// <summary>F, the number of features or neurons.</summary>
    public int Features { get; }

    /// <summary>The shape of a sample at one time step; [F] where only the number of features was said.</summary>
    public Shape Shape => _shape.Rank > 0 || Steps == 0 ? _shape : new Shape(Features);

    /// <summary>Whether one row [B, F] holds at every step.</summary>
    public bool IsConstant { get; }

    /// <summary>Number of rows of F values that are stored: B where constant, else T·B.</summary>
    public int Rows => IsConstant ? Batch : Sizes.Product("A signal", "one feature of it", Steps, Batch);

    /// <summary>The signal as a kernel reads it, [T, N] with N = B·F; its stride is 0 where constant.</summary>
    public Plane Plane => new(Data, IsConstant ? 0 : Batch * Features);

    /// <summary>The values of one time step, [B, F].</summary>
    /// <param name="step">0 to T − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    /// <exception cref="InvalidOperationException">The values are bits; <see cref="ToFloats"/> unpacks them.</exception>
    public ReadOnlySpan<float> At(int step)
    {
        if (IsSpikes) throw new InvalidOperationException("The signal holds bits; call ToFloats first.");
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Steps);
        return Data.Span.Slice(step * Plane.Stride, Batch * Features);
    }

    /// <summary>The same values as floats: itself or, of spikes that are bits, a copy.</summary>
    public Signal ToFloats()
    {
        if (!IsSpikes) return this;
        var values = new float[Sizes.Product("The signal", "as floats it", Rows, Features)];
        Spikes.Unpack(values);
        return new Signal(values, Steps, Batch, Features);
    }

    /// <summary>Throws where it is <c>default</c>.</summary>
    internal void RequireValues(string name)
    {
        if (Steps == 0)
        {
            throw new ArgumentException(
                $"'{name}' is default(Signal), which stands for no signal; a signal has at least one time step, one sample and "
                + "one feature.",
                name);
        }
    }

    /// <summary>One value, also of spikes that are bits.</summary>
    /// <param name="step">0 to T − 1.</param>
    /// <param name="at">Where in the row [B, F].</param>
    internal float Value(int step, int at) => !IsSpikes
        ? Data.Span[step * Plane.Stride + at]
        : Bits.Span[step * SpikeStride(Batch, Features) + (at >> 3)] >> (at & 7) & 1;

    /// <summary>Some time steps in a row, [<paramref name="count"/>, B, F]; nothing is copied.</summary>
    /// <param name="start">The first of them, at least 0.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such steps.</exception>
    public Signal Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Steps - start);
        if (!Bits.IsEmpty) return new Signal(Bits[(start * SpikeStride(Batch, Features))..], count, Batch, Features);
        if (Words is { } words)
        {
            long width = words.Length / Steps;
            return new Signal(words.Slice(start * width, count * width), count, Batch, Features);
        }

        long row = (long)Batch * Features;
        View<float> values = IsConstant ? Values : Values.Slice(start * row, count * row);
        return new Signal(values, count, Batch, Features, IsConstant) { IsBinary = IsBinary };
    }

    /// <summary>The sizes, as in <c>[25, 128, 10]</c>, and what is stored of them.</summary>
    public override string ToString() =>
        Steps == 0 ? "no signal" : $"[{Steps}, {Batch}, {Features}]{(IsConstant ? ", constant" : IsSpikes ? ", bits" : "")}";
}
