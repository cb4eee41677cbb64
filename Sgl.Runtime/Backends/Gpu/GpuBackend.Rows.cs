namespace Sgl;

/// <content>Rows of numbers.</content>
internal sealed partial class GpuBackend
{
    internal override void AddRowsCore(View<float> rows, View<float> sum, bool lastFirst) =>
        math.Sums.AddTo(sum.AsArray(), rows.AsArray(), lastFirst);

    internal override void SumWithinRowsCore(View<float> rows, View<float> into) =>
        math.Rows.Sum(rows.AsArray(), into.AsArray());

    internal override void MaxWithinRowsCore(View<float> rows, View<float> into) =>
        math.Rows.Max(rows.AsArray(), into.AsArray());

    internal override void CopyColumnsCore(Columns from, Columns into, int count) => math.ColumnCopies.Copy(
        new DeviceColumns(from.Rows.AsArray(), from.First, from.Width, from.Count),
        new DeviceColumns(into.Rows.AsArray(), into.First, into.Width, into.Count),
        into.Count,
        count);

    internal override void RepeatEachCore(View<float> values, View<float> into) =>
        math.Rows.RepeatEach(values.AsArray(), into.AsArray());
}
