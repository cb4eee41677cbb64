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

    internal override void RepeatEachCore(View<float> values, View<float> into) =>
        math.Rows.RepeatEach(values.AsArray(), into.AsArray());
}
