namespace Sgl;

/// <summary>One batch of labelled samples, as <see cref="Network.Train"/> takes them: a signal, or values and their encoder.</summary>
/// <remarks>Nothing is copied. Whoever hands batches out may reuse their memory as soon as the next one is asked for.</remarks>
public sealed class Batch
{
    private readonly Signal _signal;
    private readonly Encoder? _encoder;
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>A batch that is a signal already.</summary>
    /// <param name="input">[T, B, F].</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <exception cref="ArgumentException">There are not as many labels as samples, or the signal is <c>default</c>.</exception>
    public Batch(Signal input, ReadOnlyMemory<int> labels)
    {
        input.RequireValues(nameof(input));
        Lanes.RequireLength(labels.Length, input.Batch, nameof(labels));
        (_signal, Labels, Steps, Features) = (input, labels, input.Steps, input.Features);
    }

    /// <summary>A batch that is encoded where the network computes, when its turn comes.</summary>
    /// <param name="encoder">Turns the values into a signal over time.</param>
    /// <param name="values">[B, F] row-major, each within 0 and 1.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="labels">The class of each sample, [B], at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    /// <exception cref="ArgumentException">There are no labels, or the values are not as many for each of them.</exception>
    public Batch(Encoder encoder, ReadOnlyMemory<float> values, int steps, ReadOnlyMemory<int> labels)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        if (labels.IsEmpty || values.IsEmpty || values.Length % labels.Length != 0)
            throw new ArgumentException($"{values.Length} values are not those of {labels.Length} samples.", nameof(values));
        (_encoder, _values, Steps, Labels, Features) = (encoder, values, steps, labels, values.Length / labels.Length);
    }

    /// <summary>The class of each sample, [B].</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>T, the number of time steps.</summary>
    public int Steps { get; }

    /// <summary>F, the number of features.</summary>
    public int Features { get; }

    /// <summary>As the network takes it.</summary>
    internal NetworkInput Input =>
        _encoder is null ? new NetworkInput(_signal) : new NetworkInput(_encoder, _values.Span, Steps, Labels.Length);
}
