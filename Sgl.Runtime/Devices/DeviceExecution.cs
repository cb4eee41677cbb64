using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// A network on a device. Parameters, signals, gradients and moments stay there: a training step sends values and labels,
/// and brings back a loss and a class for each sample.
/// </summary>
internal sealed class DeviceExecution : Execution
{
    private readonly GpuDevice _device;
    private readonly DeviceArena _memory;
    private readonly DeviceComputing _math;
    private readonly DevicePass _pass;
    private readonly PlacedParameter[] _parameters;
    private readonly GrowingDeviceBuffer<float> _input;
    private readonly GrowingDeviceBuffer<float> _encoded;
    private readonly GrowingDeviceBuffer<int> _labels;
    private readonly GrowingDeviceBuffer<int> _classes;
    private readonly GrowingDeviceBuffer<float> _outputGradient;
    private readonly GrowingDeviceBuffer<float> _scores;
    private readonly GrowingDeviceBuffer<float> _losses;
    private readonly GrowingDeviceBuffer<float> _scratch;
    private bool _isDisposed;

    public DeviceExecution(GpuDevice device, Layer[] layers)
    {
        (_device, _math) = (device, device.Math);
        _memory = new DeviceArena(device.Accelerator);
        try
        {
            DeviceLayer[] placed = [.. layers.Select(layer => layer.PlaceOn(_math, _memory))];
            _parameters = [.. placed.SelectMany(layer => layer.Parameters)];
            _pass = new DevicePass(placed, _math, _memory);
            CopyToDevice(optimizer: null);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }

        (_input, _encoded, _outputGradient) = (_memory.Floats(), _memory.Floats(), _memory.Floats());
        (_scores, _losses, _scratch) = (_memory.Floats(), _memory.Floats(), _memory.Floats());
        (_labels, _classes) = (_memory.Integers(), _memory.Integers());
    }

    public override long Passes => _pass.Passes;

    private AcceleratorStream Stream => _math.Launcher.Stream;

    public override Signal Forward(Signal input, bool training, TimeCut cut)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Download(_pass.Forward(Upload(input), training, cut));
    }

    public override void Backward(Signal outputGradient)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArrayView<float> gradient = _outputGradient.Take(outputGradient.Data.Length);
        gradient.CopyFromCPU(Stream, outputGradient.Data.Span);
        _pass.Backward(new DeviceSignal(
            gradient, outputGradient.Steps, outputGradient.Batch, outputGradient.Features, outputGradient.IsConstant));
        Stream.Synchronize();
    }

    public override Signal Step(Signal input, bool goesOn)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Download(_pass.Step(Upload(input), goesOn));
    }

    public override BatchResult Evaluate(in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        DeviceLoss placed = DeviceLoss.Of(loss, _math.Launcher);
        DeviceSignal output = _pass.Forward(Place(input), training: false, cut);
        Judge(output, labels, placed);
        return Read(labels);
    }

    public override BatchResult TrainStep(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer, TimeCut cut)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        DeviceLoss placedLoss = DeviceLoss.Of(loss, _math.Launcher);
        DeviceOptimizer placedOptimizer = DeviceOptimizer.Of(optimizer, _math.Launcher);
        foreach (PlacedParameter parameter in _parameters) parameter.Gradient.MemSetToZero(Stream);
        DeviceSignal output = _pass.Forward(Place(input), training: true, cut);
        _pass.Backward(Judge(output, labels, placedLoss));
        foreach (PlacedParameter parameter in _parameters) parameter.Update(optimizer, placedOptimizer, Stream);
        return Read(labels);
    }

    public override void CopyFromDevice(Optimizer? optimizer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (PlacedParameter parameter in _parameters) parameter.CopyFromDevice(optimizer, Stream);
        Stream.Synchronize();
    }

    public override void CopyToDevice(Optimizer? optimizer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (PlacedParameter parameter in _parameters) parameter.CopyToDevice(optimizer, Stream);
        Stream.Synchronize();
    }

    public override void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _device.Forget(this);
        _memory.Dispose();
    }

    private DeviceSignal Place(in NetworkInput input)
    {
        if (input.Encoder is null) return Upload(input.Signal);
        Encoder.RequireShares(input.Values);
        ArrayView<float> values = _input.Take(input.Values.Length);
        values.CopyFromCPU(Stream, input.Values);
        int features = input.Values.Length / input.Batch;
        if (input.IsConstant) return new DeviceSignal(values, input.Steps, input.Batch, features, IsConstant: true);
        ArrayView<float> spikes = _encoded.Take((long)input.Steps * values.Length);
        _math.Encoders.Encode(input.Encoder, values, spikes);
        return new DeviceSignal(spikes, input.Steps, input.Batch, features, IsConstant: false);
    }

    private DeviceSignal Upload(Signal signal)
    {
        Signal floats = signal.ToFloats();
        ArrayView<float> values = _input.Take(floats.Data.Length);
        values.CopyFromCPU(Stream, floats.Data.Span);
        return new DeviceSignal(values, signal.Steps, signal.Batch, signal.Features, signal.IsConstant);
    }

    private Signal Download(DeviceSignal signal)
    {
        var values = new float[signal.Data.Length];
        signal.Data.CopyToCPU(Stream, values);
        Stream.Synchronize();
        return new Signal(values, signal.Steps, signal.Batch, signal.Features, signal.IsConstant);
    }

    // Leaves the loss and the class of each sample on the device.
    private DeviceSignal Judge(DeviceSignal output, ReadOnlySpan<int> labels, DeviceLoss loss)
    {
        Loss.RequireLabels(labels, output.Batch, output.Features);
        int width = output.Batch * output.Features;
        var given = new DeviceOutput(output.Data, output.IsConstant ? 0 : width, output.Steps, output.Batch, output.Features);
        ArrayView<int> expected = _labels.Take(labels.Length);
        expected.CopyFromCPU(Stream, labels);
        ArrayView<float> gradient = _outputGradient.Take((long)output.Steps * width);
        loss.Evaluate(given, expected, _scratch.Take(loss.ScratchLength(given)), _losses.Take(output.Batch), gradient);
        ArrayView<float> scores = _scores.Take(width);
        loss.Scores(given, scores);
        _math.Prediction.Predict(scores, _classes.Take(output.Batch));
        return new DeviceSignal(gradient, output.Steps, output.Batch, output.Features, IsConstant: false);
    }

    private BatchResult Read(ReadOnlySpan<int> labels)
    {
        var losses = new float[labels.Length];
        var classes = new int[labels.Length];
        _losses.Take(labels.Length).CopyToCPU(Stream, losses);
        _classes.Take(labels.Length).CopyToCPU(Stream, classes);
        Stream.Synchronize();
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
            if (classes[i] == labels[i]) correct++;
        return new BatchResult(losses.Sum(loss => (double)loss) / labels.Length, correct, labels.Length);
    }
}
