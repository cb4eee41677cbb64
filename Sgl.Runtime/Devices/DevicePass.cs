using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>The pass on a device.</summary>
internal sealed class DevicePass(
    LayerGraph graph, DeviceLayer[] layers, Workers workers, DeviceComputing math, DeviceArena memory)
    : ScheduledPass<DeviceSignal>(graph, layers, workers)
{
    private readonly GrowingDeviceBuffer<float>[] _outputs = [.. graph.Outputs.Select(_ => memory.Floats())];
    private readonly GrowingDeviceBuffer<float>[] _sums =
        [.. Enumerable.Range(0, graph.EdgeCount + graph.Outputs.Length).Select(_ => memory.Floats())];

    private readonly GrowingDeviceBuffer<float>[] _totals = [.. layers.Select(_ => memory.Floats())];
    private readonly GrowingDeviceBuffer<float>[] _states =
        [.. Enumerable.Range(0, 1 + graph.Parts.Count(part => part.IsCycle)).Select(_ => memory.Floats())];

    private readonly GrowingDeviceBuffer<float>[] _puts = [.. Puts(graph).Select(_ => memory.Floats())];
    private readonly GrowingDeviceBuffer<uint>[] _bits = [.. Puts(graph).Select(_ => memory.Words())];

    protected override DeviceSignal TakeOutput(int output, int steps, int batch, int features) =>
        new(_outputs[output].Take((long)steps * batch * features), steps, batch, features, false);

    protected override void Copy(DeviceSignal source, DeviceSignal target)
    {
        if (!source.IsConstant) source.Data.CopyTo(math.Launcher.Stream, target.Data);
        else
            for (int t = 0; t < target.Steps; t++) source.Data.CopyTo(math.Launcher.Stream, target.Slice(t, 1).Data);
    }

    protected override DeviceSignal TakeSum(int edge, DeviceSignal like)
    {
        ArrayView<float> sum = _sums[edge].Take((long)like.Batch * like.Features);
        math.Arrays.Fill(sum, 0f);
        return new DeviceSignal(sum, like.Steps, like.Batch, like.Features, IsConstant: true);
    }

    protected override void AddTo(DeviceSignal sum, DeviceSignal gradient) =>
        math.Sums.AddTo(sum.Data, gradient.Data, downwards: true);

    protected override DeviceSignal TakeTotal(int layer, DeviceSignal part)
    {
        ArrayView<float> total = _totals[layer].Take(part.Data.Length);
        part.Data.CopyTo(math.Launcher.Stream, total);
        return part with { Data = total };
    }

    protected override void Add(DeviceSignal total, DeviceSignal part) => math.Arrays.Add(total.Data, part.Data);

    protected override void Save(StateSet states, int place, int places, int batch)
    {
        (ArrayView<float> target, long at) = (PlaceOf(states, place, places, batch), 0);
        foreach (int i in states.Layers)
        {
            if (AreConstant[i] || layers[i].States is not { Count: > 0 } own) continue;
            own.Values.Data.CopyTo(math.Launcher.Stream, target.SubView(at, own.Length(batch)));
            at += own.Length(batch);
        }
    }

    protected override void Restore(StateSet states, int place, int places, int batch)
    {
        (ArrayView<float> source, long at) = (PlaceOf(states, place, places, batch), 0);
        foreach (int i in states.Layers)
        {
            if (AreConstant[i] || layers[i].States is not { Count: > 0 } own) continue;
            source.SubView(at, own.Length(batch)).CopyTo(math.Launcher.Stream, own.Values.Data);
            at += own.Length(batch);
        }
    }

    protected override DeviceSignal Put(int signal, DeviceSignal part, int step, int steps)
    {
        DeviceSignal whole = part.IsSpikes
            ? part with { Steps = steps, Spikes = _bits[signal].Take(steps * part.Spikes.Length) }
            : part with { Steps = steps, Data = _puts[signal].Take(steps * part.Data.Length) };
        DeviceSignal place = whole.Slice(step, 1);
        if (part.IsSpikes) part.Spikes.CopyTo(math.Launcher.Stream, place.Spikes);
        else part.Data.CopyTo(math.Launcher.Stream, place.Data);
        return whole;
    }

    protected override DeviceSignal Whole(DeviceSignal signal) => signal;

    protected override Signal Read(DeviceSignal signal)
    {
        var values = new float[(long)signal.Rows * signal.Features];
        if (!signal.IsSpikes)
        {
            signal.Data.CopyToCPU(math.Launcher.Stream, values);
            return new Signal(values, signal.Steps, signal.Batch, signal.Features, signal.IsConstant);
        }

        int width = DeviceSpikes.WordsFor(signal.Features);
        var words = new uint[signal.Spikes.Length];
        signal.Spikes.CopyToCPU(math.Launcher.Stream, words);
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int feature) = (i / signal.Features, i % signal.Features);
            uint word = words[(long)row * width + feature / DeviceSpikes.WordBits];
            values[i] = word >> feature % DeviceSpikes.WordBits & 1;
        }

        return new Signal(values, signal.Steps, signal.Batch, signal.Features);
    }

    protected override void Wait() => math.Launcher.Stream.Synchronize();

    private ArrayView<float> PlaceOf(StateSet states, int place, int places, int batch)
    {
        long length = 0;
        foreach (int i in states.Layers)
            if (!AreConstant[i] && layers[i].States is { } own) length += own.Length(batch);
        return length == 0 ? default : _states[states.Index].Take(places * length).SubView(place * length, length);
    }

    // What passes into and out of cycles: outputs of layers, then gradients of what their inputs read.
    private static IEnumerable<int> Puts(LayerGraph graph) =>
        Enumerable.Range(0, graph.Parts.Any(part => part.IsCycle) ? graph.Layers.Length + graph.EdgeCount : 0);
}
