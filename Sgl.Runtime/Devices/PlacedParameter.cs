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

    /// <summary>Whether the values or the gradient here are newer than those on the processor.</summary>
    public bool IsNewer { get; set; }

    /// <summary>The parameter.</summary>
    public Parameter Parameter => parameter;

    /// <summary>The values.</summary>
    public ArrayView<float> Value => _value.Take(parameter.Length);

    /// <summary>dL/d(value).</summary>
    public ArrayView<float> Gradient => _gradient.Take(parameter.Length);

    /// <summary>One step of an optimizer.</summary>
    /// <param name="source">The optimizer.</param>
    /// <param name="optimizer">The same on the device.</param>
    /// <param name="nonFinite">Where the index of a value that is NaN or infinite goes, [1]; empty where parameters are not checked.</param>
    /// <param name="stream">Where it runs.</param>
    /// <exception cref="NotSupportedException">Another optimizer has trained this parameter before.</exception>
    public void Update(Optimizer source, DeviceOptimizer optimizer, ArrayView<uint> nonFinite, AcceleratorStream stream)
    {
        ArrayView<float> moments = _moments.Take((long)optimizer.Moments * parameter.Length);
        if (_optimizer is null)
        {
            if (moments.Length > 0) moments.MemSetToZero(stream);
            _optimizer = source;
        }

        if (_optimizer != source)
            throw new NotSupportedException("On a device a network keeps to the optimizer of its first training step.");
        var placed = new DeviceParameter(Value, Gradient, moments, parameter.Min, parameter.Max)
        {
            NonFinite = nonFinite,
        };
        optimizer.Update(placed, ++_steps);
    }

    /// <summary>Takes over values and gradient, and what an optimizer remembers, which goes on from there.</summary>
    public void CopyToDevice(Optimizer? optimizer, AcceleratorStream stream)
    {
        Value.CopyFromCPU(stream, parameter.Value.Span);
        IsNewer = false;
        Gradient.CopyFromCPU(stream, parameter.Gradient.Span);
        if (optimizer?.Memory?.Of(parameter) is not { } memory) return;
        for (int i = 0; i < memory.Moments.Length; i++) Moment(i, memory).CopyFromCPU(stream, memory.Moments[i]);
        (_optimizer, _steps) = (optimizer, checked((int)memory.Steps[0]));
    }

    /// <summary>Gives back values and gradient, where they are newer here.</summary>
    public void Refresh(AcceleratorStream stream)
    {
        if (!IsNewer) return;
        IsNewer = false; // asked for once more below
        Value.CopyToCPU(stream, parameter.Value.Span);
        Gradient.CopyToCPU(stream, parameter.Gradient.Span);
    }

    /// <summary>Gives back what an optimizer remembers where it has trained the parameter here.</summary>
    public void CopyFromDevice(Optimizer optimizer, AcceleratorStream stream)
    {
        if (optimizer != _optimizer) return;
        ParameterMemory memory = optimizer.Memory!.Of(parameter);
        for (int i = 0; i < memory.Moments.Length; i++) Moment(i, memory).CopyToCPU(stream, memory.Moments[i]);
        memory.Steps[0] = _steps;
    }

    private ArrayView<float> Moment(int index, ParameterMemory memory)
    {
        int length = parameter.Length;
        return _moments.Take((long)memory.Moments.Length * length).SubView((long)index * length, length);
    }
}
