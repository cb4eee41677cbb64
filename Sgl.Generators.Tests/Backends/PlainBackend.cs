namespace Sgl.Tests.Backends;

/// <summary>Another backend without what it overrides: every operation that can be made of others is.</summary>
internal sealed class PlainBackend(Backend other) : Backend
{
    public override string Name => "plain";

    internal override KeptMemory<T> Keep<T>() => other.Keep<T>();

    internal override void Write<T>(ReadOnlySpan<T> values, View<T> into) => other.Write(values, into);

    internal override void Read<T>(View<T> view, Span<T> into) => other.Read(view, into);

    internal override void MapCore(ElementFunction function, Term x, Term y, View<float> into) =>
        other.MapCore(function, x, y, into);

    internal override void AddRowsCore(View<float> rows, View<float> sum, bool lastFirst) =>
        other.AddRows(rows, sum, lastFirst);

    internal override void SumWithinRowsCore(View<float> rows, View<float> into) => other.SumWithinRows(rows, into);

    internal override void MaxWithinRowsCore(View<float> rows, View<float> into) => other.MaxWithinRows(rows, into);

    internal override void RepeatEachCore(View<float> values, View<float> into) => other.RepeatEach(values, into);

    internal override KeptLosses KeepLosses() => other.KeepLosses();

    internal override void MeanOverTimeCore(Signal signal, View<float> into) => other.MeanOverTime(signal, into);

    internal override void MaxOverTimeCore(Signal signal, View<float> into) => other.MaxOverTime(signal, into);

    internal override void GiveToMaximumCore(Signal signal, View<float> row, View<float> into) => other.GiveToMaximum(signal, row, into);

    internal override void OneHotCore(View<int> labels, int classes, View<float> into) => other.OneHot(labels, classes, into);

    internal override void CrossEntropyCore(
        View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient) =>
        other.CrossEntropy(logits, labels, classes, scale, losses, gradient);

    internal override void AddLossesCore(View<float> values, SampleLosses losses) => other.AddLosses(values, losses);

    internal override void PredictCore(View<float> scores, View<int> into) => other.Predict(scores, into);

    internal override void UniformCore(CounterRandom random, View<float> into) => other.Uniform(random, into);

    internal override void SpikeByLatencyCore(View<float> values, float threshold, View<float> into) =>
        other.SpikeByLatency(values, threshold, into);

    internal override void CopyColumnsCore(Columns from, Columns into, int count) => other.CopyColumns(from, into, count);

    internal override void Scatter(View<float> values, bool isConstant, DelayRows rows, int first, int steps) =>
        other.Scatter(values, isConstant, rows, first, steps);

    internal override void Gather(DelayRows rows, int first, View<float> values) => other.Gather(rows, first, values);

    internal override void CopyOlder(DelayRows rows, int row, View<float> values) => other.CopyOlder(rows, row, values);

    internal override LayerParameter Place(Parameter parameter) => other.Place(parameter);

    internal override IStateRows Place(LayerStates states) => other.Place(states);

    internal override Synapses Connect(Dense layer, LayerPlace place) => other.Connect(layer, place);

    internal override Signal Bring(Signal signal) => other.Bring(signal);

    internal override KeptSpikes KeepSpikes() => other.KeepSpikes();

    internal override void Wait() => other.Wait();
}
