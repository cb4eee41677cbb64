using ILGPU;

namespace Sgl;

/// <content>Outputs over time, classes and losses.</content>
internal sealed partial class GpuBackend
{
    internal override KeptLosses KeepLosses() => new GpuLosses(memory.Floats(), math.Launcher);

    internal override void MeanOverTimeCore(Signal signal, View<float> into) => math.Time.Mean(Of(signal), into.AsArray());

    internal override void MaxOverTimeCore(Signal signal, View<float> into) => math.Time.Max(Of(signal), into.AsArray());

    internal override void GiveToMaximumCore(Signal signal, View<float> row, View<float> into) =>
        math.Time.GiveToPeaks(Of(signal), row.AsArray(), into.AsArray());

    internal override void OneHotCore(View<int> labels, int classes, View<float> into) =>
        math.Classes.OneHot(labels.AsArray(), classes, into.AsArray());

    internal override void CrossEntropyCore(
        View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient)
    {
        int batch = (int)labels.Length, width = batch * classes, steps = (int)(gradient.Length / width);
        var output = new DeviceOutput(logits.AsArray(), logits.Length == width ? 0 : width, steps, batch, classes);
        float factor = (float)(scale / batch);
        ArrayView<float> sums = losses.Floats.AsArray();
        if (steps == 1)
        {
            math.CrossEntropy.Evaluate(output, labels.AsArray(), factor, sums, gradient.AsArray(), adds: true);
            return;
        }

        using Lease lease = Lend();
        ArrayView<float> rows = Scratch((long)steps * batch).AsArray();
        math.CrossEntropy.Evaluate(output, labels.AsArray(), factor, rows, gradient.AsArray(), adds: false);
        math.Sums.AddTo(sums, rows);
    }

    internal override void AddLossesCore(View<float> values, SampleLosses losses) =>
        math.Sums.AddTo(losses.Floats.AsArray(), values.AsArray());

    internal override void PredictCore(View<float> scores, View<int> into) =>
        math.Prediction.Predict(scores.AsArray(), into.AsArray());

    private static DeviceOutput Of(Signal signal)
    {
        int width = signal.Batch * signal.Features;
        return new DeviceOutput(
            signal.Values.AsArray(), signal.IsConstant ? 0 : width, signal.Steps, signal.Batch, signal.Features);
    }
}
