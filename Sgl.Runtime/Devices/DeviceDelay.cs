using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Delay"/> on a device.</summary>
internal sealed class DeviceDelay : DeviceLayer, IDelayLine<DeviceSignal>
{
    private readonly Delay _layer;
    private readonly DeviceComputing _math;
    private readonly DeviceDelayLine _copies;
    private readonly GrowingDeviceBuffer<int> _steps;
    private readonly GrowingDeviceBuffer<float> _line;
    private readonly GrowingDeviceBuffer<float> _lineGradient;
    private readonly GrowingDeviceBuffer<float> _inputGradient;
    private DeviceRows _rows;
    private DeviceRows _gradientRows;
    private int _batch;
    private int _count;

    public DeviceDelay(Delay layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math)
    {
        (_layer, _math, _copies, _steps) = (layer, math, new DeviceDelayLine(math.Launcher), memory.Integers());
        (_line, _lineGradient, _inputGradient) = (memory.Floats(), memory.Floats(), memory.Floats());
        if (Longest > 0)
            States = new DeviceStates(math, memory, layer.Outputs, [.. Enumerable.Repeat(new InitialState(0f), Longest)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => [];

    /// <inheritdoc/>
    public override DeviceStates? States { get; }

    // How far each value of a sample goes.
    private ArrayView<int> Steps => _steps.Take(_layer.Steps.Count);

    private AcceleratorStream Stream => _math.Launcher.Stream;

    private int Longest => _layer.Longest;

    /// <inheritdoc/>
    public override void CopySettings()
    {
        Steps.CopyFromCPU(Stream, [.. _layer.Steps]);
        States?.CopySettings();
    }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long row = (long)pass.Batch * Outputs, line = (pass.Steps + Longest) * row;
        yield return PlannedBuffer.Floats("output, and of the steps after it", line);
        yield return PlannedBuffer.Integers("steps", _layer.Steps.Count);
        foreach (PlannedBuffer buffer in States?.Plan(pass) ?? []) yield return buffer;
        if (!pass.Training) yield break;
        yield return PlannedBuffer.Floats("gradient of output, and of the steps after it", line);
        if (pass.NeedsInputGradient || pass.IsInCycle)
            yield return PlannedBuffer.Floats("gradient of input", (pass.IsInCycle ? 1 : pass.Steps) * row);
    }

    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal input = inputs[0];
        BeginForward(input.Steps, input.Batch);
        _copies.Scatter(input.Data, input.IsConstant, Steps, _rows, 0, input.Steps);
        return EndForward();
    }

    /// <inheritdoc/>
    public override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass)
    {
        BeginBackward();
        int steps = outputGradient.Steps;
        outputGradient.Data.CopyTo(Stream, _gradientRows.Data.SubView(0, (long)steps * _gradientRows.Length));
        EndBackward();
        if (pass.NeedsInputGradient) inputGradients[0] = Gather(0, steps);
    }

    /// <inheritdoc/>
    public void BeginForward(int steps, int batch)
    {
        (_batch, _count) = (batch, steps);
        States?.BeginForward(batch);
        _rows = Rows(_line);
        if (States is null) return;
        States.Before.Data.CopyTo(Stream, Part(_rows, 0, Longest));
        _math.Arrays.Fill(Part(_rows, Longest, steps), 0f);
    }

    /// <inheritdoc/>
    public DeviceSignal OutputAt(int step) => Signal(_rows.Row(step), 1);

    /// <inheritdoc/>
    public void TakeInput(int step, DeviceSignal input) => _copies.Scatter(input.Data, input.IsConstant, Steps, _rows, step, 1);

    /// <inheritdoc/>
    public DeviceSignal EndForward()
    {
        if (States is not null) Part(_rows, _count, Longest).CopyTo(Stream, States.Values.Data);
        return Signal(Part(_rows, 0, _count), _count);
    }

    /// <inheritdoc/>
    public void BeginBackward()
    {
        _gradientRows = Rows(_lineGradient);
        if (States is null) return;
        States.BeginBackward();
        States.Gradients.Data.CopyTo(Stream, Part(_gradientRows, _count, Longest));
    }

    /// <inheritdoc/>
    public DeviceSignal InputGradientAt(int step) => Gather(step, 1);

    /// <inheritdoc/>
    public void TakeGradient(int step, DeviceSignal gradient) => gradient.Data.CopyTo(Stream, _gradientRows.Row(step));

    /// <inheritdoc/>
    public void EndBackward()
    {
        if (States is not null) _copies.CopyOlder(_gradientRows, Steps, States.Gradients);
    }

    private DeviceSignal Gather(int step, int count)
    {
        ArrayView<float> gradient = _inputGradient.Take((long)count * _gradientRows.Length);
        _copies.Gather(_gradientRows, Steps, step, gradient);
        return Signal(gradient, count);
    }

    private DeviceSignal Signal(ArrayView<float> values, int steps) => new(values, steps, _batch, Outputs, false);

    private DeviceRows Rows(GrowingDeviceBuffer<float> buffer)
    {
        int length = Sizes.Product(Layer, "a time step", _batch, Outputs);
        return new DeviceRows(buffer.Take((long)(_count + Longest) * length), length);
    }

    private static ArrayView<float> Part(DeviceRows rows, int first, int count) =>
        rows.Data.SubView((long)first * rows.Length, (long)count * rows.Length);
}
