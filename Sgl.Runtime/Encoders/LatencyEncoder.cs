namespace Sgl;

/// <summary>
/// Time-to-first-spike encoding: one spike per feature, the earlier the higher its value x, at step
/// (1 − x)·(T − 1) rounded to the nearest integer, half to even. A value of 0 never spikes.
/// </summary>
public sealed class LatencyEncoder : BackendEncoder
{
    private readonly float _threshold;

    /// <summary>Creates an encoder.</summary>
    /// <param name="threshold">Values below it never spike; within 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is outside 0 to 1 or NaN.</exception>
    public LatencyEncoder(float threshold = 0f)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "It must be within 0 and 1.");
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> Saved => [new("threshold", new[] { _threshold }) { IsFixed = true }];

    /// <inheritdoc/>
    protected internal override bool GivesSpikes => true;

    /// <inheritdoc/>
    protected override void Fill(Backend ops, View<float> values, View<float> data)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ops.SpikeByLatency(values, _threshold, data);
    }
}
