using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>One output of a network on a device: its loss, its gradient, and the class that each sample is taken for.</summary>
internal sealed class DeviceHead(DeviceComputing math, DeviceArena memory)
{
    private readonly GrowingDeviceBuffer<float> _gradient = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _scores = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _losses = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _scratch = memory.Floats();
    private readonly GrowingDeviceBuffer<int> _classes = memory.Integers();

    /// <summary>Leaves the loss and the class of each sample on the device, and returns the gradient of the weighted loss.</summary>
    public DeviceSignal Evaluate(DeviceSignal output, ArrayView<int> labels, DeviceLoss loss, float weight)
    {
        int width = output.Batch * output.Features;
        var given = new DeviceOutput(output.Data, output.IsConstant ? 0 : width, output.Steps, output.Batch, output.Features);
        ArrayView<float> gradient = _gradient.Take((long)output.Steps * width);
        loss.Evaluate(given, labels, _scratch.Take(loss.ScratchLength(given)), _losses.Take(output.Batch), gradient);
        if (weight != 1f) math.Arrays.Scale(gradient, weight);
        ArrayView<float> scores = _scores.Take(width);
        loss.Scores(given, scores);
        math.Prediction.Predict(scores, _classes.Take(output.Batch));
        return new DeviceSignal(gradient, output.Steps, output.Batch, output.Features, IsConstant: false);
    }

    /// <summary>A gradient of 0.</summary>
    public DeviceSignal Zero(DeviceSignal output)
    {
        ArrayView<float> gradient = _gradient.Take((long)output.Steps * output.Batch * output.Features);
        math.Arrays.Fill(gradient, 0f);
        return new DeviceSignal(gradient, output.Steps, output.Batch, output.Features, IsConstant: false);
    }

    /// <summary>A gradient that a caller gives.</summary>
    public DeviceSignal Send(Signal gradient)
    {
        ArrayView<float> target = _gradient.Take(gradient.Data.Length);
        target.CopyFromCPU(math.Launcher.Stream, gradient.Data.Span);
        return new DeviceSignal(target, gradient.Steps, gradient.Batch, gradient.Features, gradient.IsConstant);
    }

    /// <summary>Brings losses and classes back.</summary>
    public RunningBatch Bring(BatchPlace place, int count, ArrayView<uint> nonFinite, long trainingStep) =>
        place.Bring(_losses.Take(count), _classes.Take(count), nonFinite, trainingStep);
}
