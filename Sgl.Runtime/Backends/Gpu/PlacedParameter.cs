using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A parameter of a layer whose values and gradient, and what an optimizer remembers of it, are in the memory of a device.</summary>
internal sealed class PlacedParameter(Parameter parameter, DeviceArena memory) : LayerParameter
{
    private readonly GrowingDeviceBuffer<float> _value = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _gradient = memory.Floats();
    private readonly GrowingDeviceBuffer<float> _states = memory.Floats();

    // The optimizer whose states are here, how many steps it has made, and the parameter as it changes it.
    private Optimizer? _optimizer;
    private int _steps;
    private ParameterUpdate? _update;

    /// <summary>Whether the values or the gradient here are newer than those on the processor.</summary>
    public bool IsNewer { get; set; }

    /// <summary>The parameter.</summary>
    public Parameter Parameter => parameter;

    /// <inheritdoc/>
    public override View<float> Value => Values.AsView();

    /// <inheritdoc/>
    public override View<float> Gradient => Gradients.AsView();

    /// <summary>The values, as kernels take them.</summary>
    public ArrayView<float> Values => _value.Take(parameter.Length);

    /// <summary>dL/d(value), as kernels take it.</summary>
    public ArrayView<float> Gradients => _gradient.Take(parameter.Length);

    /// <summary>One step of an optimizer.</summary>
    /// <param name="optimizer">The optimizer. What another one has remembered here goes back to it.</param>
    /// <param name="ops">The operations of the device.</param>
    /// <param name="nonFinite">Where the index of a value that is NaN or infinite goes, [1]; empty where parameters are not checked.</param>
    /// <param name="stream">Where it runs.</param>
    public void Update(Optimizer optimizer, GpuBackend ops, ArrayView<uint> nonFinite, AcceleratorStream stream)
    {
        if (_optimizer != optimizer)
        {
            if (_optimizer is not null) CopyFromDevice(_optimizer, stream);
            Place(optimizer, optimizer.Memory.Find(parameter), stream);
        }

        _update!.NonFinite = nonFinite.AsView();
        _update.Step = checked(++_steps);
        optimizer.Step(_update, ops);
    }

    /// <summary>Takes over values and gradient, and what an optimizer remembers, which goes on from there.</summary>
    public void CopyToDevice(Optimizer? optimizer, AcceleratorStream stream)
    {
        Values.CopyFromCPU(stream, parameter.Value.Span);
        IsNewer = false;
        Gradients.CopyFromCPU(stream, parameter.Gradient.Span);
        if (optimizer is not null) Place(optimizer, optimizer.Memory.Of(parameter), stream);
    }

    /// <summary>Gives back values and gradient, where they are newer here.</summary>
    public void Refresh(AcceleratorStream stream)
    {
        if (!IsNewer) return;
        IsNewer = false; // asked for once more below
        Values.CopyToCPU(stream, parameter.Value.Span);
        Gradients.CopyToCPU(stream, parameter.Gradient.Span);
    }

    /// <summary>Gives back what an optimizer remembers where it has trained the parameter here.</summary>
    public void CopyFromDevice(Optimizer optimizer, AcceleratorStream stream)
    {
        if (optimizer != _optimizer) return;
        ParameterMemory memory = optimizer.Memory.Of(parameter);
        for (int i = 0; i < memory.Arrays.Length; i++) _update!.States[i].AsArray().CopyToCPU(stream, memory.Arrays[i]);
        memory.Steps[0] = _steps;
    }

    // What an optimizer remembers comes here; null is nothing yet.
    private void Place(Optimizer optimizer, ParameterMemory? memory, AcceleratorStream stream)
    {
        int count = optimizer.Memory.Names.Count;
        ArrayView<float> all = _states.Take((long)count * parameter.Length);
        if (memory is null && count > 0) all.MemSetToZero(stream);
        var states = new View<float>[count];
        for (int i = 0; i < count; i++)
        {
            ArrayView<float> state = all.SubView((long)i * parameter.Length, parameter.Length);
            if (memory is not null) state.CopyFromCPU(stream, memory.Arrays[i]);
            states[i] = state.AsView();
        }

        (_optimizer, _steps) = (optimizer, checked((int)(memory?.Steps[0] ?? 0)));
        _update = new ParameterUpdate(parameter, states) { Value = Value, Gradient = Gradient };
    }
}
