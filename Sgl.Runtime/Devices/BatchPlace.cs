using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// Where a batch arrives on a device, and its result on the processor. A network has two of them: while it computes with
/// the batch in one, the next batch is sent to the other.
/// </summary>
internal sealed class BatchPlace(GpuDevice device, DeviceArena memory)
{
    private readonly GrowingDeviceBuffer<float> _values = memory.Floats();
    private readonly GrowingDeviceBuffer<int> _labels = memory.Integers();
    private readonly GrowingPinnedBuffer<float> _sentValues = memory.Pinned<float>();
    private readonly GrowingPinnedBuffer<int> _sentLabels = memory.Pinned<int>();
    private readonly GrowingPinnedBuffer<float> _losses = memory.Pinned<float>();
    private readonly GrowingPinnedBuffer<int> _classes = memory.Pinned<int>();
    private readonly GrowingPinnedBuffer<uint> _nonFinite = memory.Pinned<uint>();
    private RunningBatch? _running;
    private int _valueCount;

    /// <summary>The labels that were sent last.</summary>
    public ArrayView<int> Labels { get; private set; }

    /// <summary>Memory that the values of the next batch are sent from, once the batch that is here is done.</summary>
    /// <param name="length">How many values: of a signal, or of an encoder.</param>
    public Span<float> Stage(int length)
    {
        Finish();
        _valueCount = length;
        return _sentValues.Take(length);
    }

    /// <summary>
    /// Sends what was put into <see cref="Stage"/>, beside whatever the device computes, and waits until it is there.
    /// </summary>
    /// <param name="labels">May be empty.</param>
    /// <returns>The values on the device.</returns>
    public ArrayView<float> Send(ReadOnlySpan<int> labels)
    {
        ArrayView<float> target = _values.Take(_valueCount);
        Labels = _labels.Take(labels.Length);
        labels.CopyTo(_sentLabels.Take(labels.Length));
        if (_valueCount > 0) _sentValues.View(_valueCount).CopyTo(device.Transfers, target);
        if (labels.Length > 0) _sentLabels.View(labels.Length).CopyTo(device.Transfers, Labels);
        device.Transfers.Synchronize();
        return target;
    }

    /// <summary>Sends a batch. What it is sent from is the caller's again.</summary>
    /// <param name="values">Of a signal, or of an encoder.</param>
    /// <param name="labels">May be empty.</param>
    /// <returns>The values on the device.</returns>
    public ArrayView<float> Send(ReadOnlySpan<float> values, ReadOnlySpan<int> labels)
    {
        values.CopyTo(Stage(values.Length));
        return Send(labels);
    }

    /// <summary>Brings the result of the batch back, once all is computed that the device was given to do.</summary>
    /// <param name="losses">The loss of each sample, [B].</param>
    /// <param name="classes">The class that each sample is taken for, [B].</param>
    /// <param name="nonFinite">As <see cref="RunningBatch.NonFinite"/>.</param>
    /// <param name="trainingStep">As <see cref="RunningBatch.TrainingStep"/>.</param>
    public RunningBatch Bring(ArrayView<float> losses, ArrayView<int> classes, ArrayView<uint> nonFinite, long trainingStep)
    {
        int count = checked((int)losses.Length);
        AcceleratorStream stream = device.Math.Launcher.Stream;
        _losses.Take(count);
        _classes.Take(count);
        losses.CopyTo(stream, _losses.View(count));
        classes.CopyTo(stream, _classes.View(count));
        int parameters = (int)nonFinite.Length;
        _nonFinite.Take(parameters);
        if (parameters > 0) nonFinite.CopyTo(stream, _nonFinite.View(parameters));
        return _running = new RunningBatch(stream.AddProfilingMarker(), batch =>
        {
            batch.NonFinite = _nonFinite.Take(parameters).ToArray();
            BatchResult result = Read(count);
            if (!double.IsFinite(result.Loss) || batch.NonFinite.Any(at => at != uint.MaxValue))
                batch.NonFiniteInput = FiniteScan.IndexIn(_sentValues.Take(_valueCount));
            return result;
        })
        {
            InputLength = _valueCount,
            TrainingStep = trainingStep,
        };
    }

    /// <summary>What it keeps on the device.</summary>
    /// <param name="name">Which batch it is for.</param>
    /// <param name="values">Number of values of a batch.</param>
    /// <param name="labels">Number of its labels.</param>
    public static IEnumerable<PlannedBuffer> Plan(string name, long values, int labels) =>
        [PlannedBuffer.Floats($"input of {name}", values), PlannedBuffer.Integers($"labels of {name}", labels)];

    /// <summary>Waits for the batch that is here, if there is one.</summary>
    public void Finish()
    {
        _ = _running?.Result;
        _running = null;
    }

    private BatchResult Read(int count)
    {
        Span<float> losses = _losses.Take(count);
        Span<int> classes = _classes.Take(count), labels = _sentLabels.Take(count);
        double sum = 0;
        int correct = 0;
        for (int i = 0; i < count; i++)
        {
            sum += losses[i];
            if (classes[i] == labels[i]) correct++;
        }

        return new BatchResult(sum / count, correct, count);
    }
}
