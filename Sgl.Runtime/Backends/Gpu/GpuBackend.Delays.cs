namespace Sgl;

/// <content>Values that are each delayed by a number of steps of its own.</content>
internal sealed partial class GpuBackend
{
    internal override void Scatter(View<float> values, bool isConstant, DelayRows rows, int first, int steps) =>
        math.Delays.Scatter(values.AsArray(), isConstant, rows.Delays.AsArray(), Rows(rows), first, steps);

    internal override void Gather(DelayRows rows, int first, View<float> values) =>
        math.Delays.Gather(Rows(rows), rows.Delays.AsArray(), first, values.AsArray());

    internal override void CopyOlder(DelayRows rows, int row, View<float> values) =>
        math.Delays.CopyOlder(Rows(rows), rows.Delays.AsArray(), row, values.AsArray());

    private static DeviceRows Rows(DelayRows rows) => new(rows.Values.AsArray(), (int)rows.Length);
}
