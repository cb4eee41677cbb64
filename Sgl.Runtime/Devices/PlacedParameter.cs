using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A parameter of a layer whose values, gradient and moments are in the memory of a device.</summary>
internal sealed class PlacedParameter(Parameter parameter, DeviceArena memory)
{
    private readonly GrowingDeviceBuffer<float> _value = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _gradient = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _moments = memory.Floats();

    // The optimizer whose moments these are, and how many steps it has made.
    private Optimizer? _optimizer;
    private int _steps;

    /// <summary>The values.</summary>
    public ArrayView<float> Value => _value.Take(parameter.Value.Length);

    /// <summary>dL/d(value).</summary>
    public ArrayView<float> Gradient => _gradient.Take(parameter.Value.Length);

    /// <summary>One step of an optimizer.</summary>
    /// <exception cref="NotSupportedException">Another optimizer has trained this parameter before.</exception>
    public void Update(Optimizer source, DeviceOptimizer optimizer, AcceleratorStream stream)
    {
        ArrayView<float> moments = _moments.Take((long)optimizer.Moments * parameter.Value.Length);
        if (_optimizer is null)
        {
            if (moments.Length > 0) moments.MemSetToZero(stream);
            _optimizer = source;
        }

        if (_optimizer != source)
            throw new NotSupportedException("On a device a network keeps to the optimizer of its first training step.");
        var placed = new DeviceParameter(Value, Gradient, moments, parameter.Min, parameter.Max);
        optimizer.Update(placed, ++_steps);
    }

    /// <summary>Takes values and gradient over.</summary>
    public void CopyToDevice(AcceleratorStream stream)
    {
        Value.CopyFromCPU(stream, parameter.Value.Span);
        Gradient.CopyFromCPU(stream, parameter.Gradient.Span);
    }

    /// <summary>Gives values and gradient back.</summary>
    public void CopyFromDevice(AcceleratorStream stream)
    {
        Value.CopyToCPU(stream, parameter.Value.Span);
        Gradient.CopyToCPU(stream, parameter.Gradient.Span);
    }
}
