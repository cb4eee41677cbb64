namespace Sgl;

/// <summary>
/// Time-to-first-spike encoding: one spike per feature, the earlier the higher its value x, at step
/// (1 − x)·(T − 1) rounded to the nearest integer, half to even. A value of 0 never spikes.
/// </summary>
public sealed class LatencyEncoder : Encoder
{
    /// <summary>Creates an encoder.</summary>
    /// <param name="threshold">Values below it never spike; within 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is outside 0 to 1 or NaN.</exception>
    public LatencyEncoder(float threshold = 0f)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "It must be within 0 and 1.");
        Threshold = threshold;
    }

    /// <summary>Values below it never spike.</summary>
    internal float Threshold { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> Saved => [new("threshold", new[] { Threshold }) { IsFixed = true }];

    /// <inheritdoc/>
    protected override void Fill(ReadOnlySpan<float> values, Span<float> data)
    {
        data.Clear();
        int last = data.Length / values.Length - 1;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0 || values[i] < Threshold) continue;
            int step = (int)MathF.Round((1 - values[i]) * last);
            data[step * values.Length + i] = 1f;
        }
    }
}
