namespace Sgl;

/// <content>Values that are each delayed by a number of steps of its own.</content>
internal partial class CpuBackend
{
    internal override void Scatter(View<float> values, bool isConstant, DelayRows rows, int first, int steps)
    {
        int length = (int)rows.Length;
        ReadOnlySpan<int> delays = rows.Delays.Memory.Span;
        for (int t = 0; t < steps; t++)
        {
            ReadOnlySpan<float> source = values.Memory.Span.Slice(isConstant ? 0 : t * length, length);
            Span<float> target = rows.Values.Memory.Span[((first + t) * length)..];
            for (int at = 0; at < length; at++) target[delays[at % delays.Length] * length + at] = source[at];
        }
    }

    internal override void Gather(DelayRows rows, int first, View<float> values)
    {
        int length = (int)rows.Length;
        ReadOnlySpan<int> delays = rows.Delays.Memory.Span;
        Span<float> target = values.Memory.Span;
        for (int at = 0; at < target.Length; at++)
            target[at] = rows.Values.Memory.Span[(first + delays[at % length % delays.Length]) * length + at];
    }

    internal override void CopyOlder(DelayRows rows, int row, View<float> values)
    {
        ReadOnlySpan<int> delays = rows.Delays.Memory.Span;
        ReadOnlySpan<float> source = rows.Values.Memory.Span.Slice(row * (int)rows.Length, (int)rows.Length);
        Span<float> target = values.Memory.Span;
        for (int at = 0; at < target.Length; at++) target[at] = row < delays[at % delays.Length] ? source[at] : 0f;
    }
}
