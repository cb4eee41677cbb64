namespace Sgl;

/// <summary>
/// Direct encoding: the values themselves at every step, as a constant current, stored once. The first layer of
/// neurons turns them into spikes.
/// </summary>
public sealed class ConstantEncoder : Encoder
{
    /// <inheritdoc/>
    protected internal override bool IsConstant => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> Saved => [];

    /// <inheritdoc/>
    protected override void Fill(ReadOnlySpan<float> values, Span<float> data) => values.CopyTo(data);
}
