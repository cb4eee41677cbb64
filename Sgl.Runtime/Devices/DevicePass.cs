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
    private readonly GrowingDeviceBuffer<float> _checkpoints = memory.Floats();

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

    protected override void Save(int checkpoint, int checkpoints, int batch)
    {
        foreach ((ArrayView<float> values, ArrayView<float> kept) in Pairs(checkpoint, checkpoints, batch))
            values.CopyTo(math.Launcher.Stream, kept);
    }

    protected override void Restore(int checkpoint, int checkpoints, int batch)
    {
        foreach ((ArrayView<float> values, ArrayView<float> kept) in Pairs(checkpoint, checkpoints, batch))
            kept.CopyTo(math.Launcher.Stream, values);
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

    // The states of each layer, and where a checkpoint keeps them.
    private List<(ArrayView<float> Values, ArrayView<float> Kept)> Pairs(int checkpoint, int checkpoints, int batch)
    {
        var states = new List<DeviceStates>();
        for (int i = 0; i < layers.Length; i++)
            if (!AreConstant[i] && layers[i].States is { } own) states.Add(own);
        var pairs = new List<(ArrayView<float> Values, ArrayView<float> Kept)>();
        long length = states.Sum(item => item.Length(batch));
        ArrayView<float> kept = _checkpoints.Take(checkpoints * length);
        long offset = checkpoint * length;
        foreach (DeviceStates item in states)
        {
            long count = item.Length(batch);
            if (count == 0) continue;
            pairs.Add((item.Values.Data, kept.SubView(offset, count)));
            offset += count;
        }

        return pairs;
    }
}
