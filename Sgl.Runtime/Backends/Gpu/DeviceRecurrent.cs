using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Recurrent{TNeuron}"/> population on a device.</summary>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class DeviceRecurrent<TNeuron> : DeviceLayer
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly Recurrent<TNeuron> _layer;
    private readonly DeviceComputing _math;
    private readonly DeviceNeurons<TNeuron> _neurons;
    private readonly DeviceStates _states;
    private readonly PlacedParameter _weight;
    private readonly GrowingDeviceBuffer<float> _output;
    private readonly GrowingDeviceBuffer<float> _drive;
    private readonly GrowingDeviceBuffer<float> _history;
    private readonly GrowingDeviceBuffer<float> _driven;
    private readonly GrowingDeviceBuffer<float> _total;

    public DeviceRecurrent(Recurrent<TNeuron> layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math)
    {
        (_layer, _math) = (layer, math);
        _neurons = new DeviceNeurons<TNeuron>(layer.Population, math, memory);
        _weight = new PlacedParameter(layer.Weight, memory);
        Parameters = [_weight, .. _neurons.Parameters];

        // The last output is a state too, behind those of the model.
        _states = new DeviceStates(math, memory, layer.Outputs, [.. layer.Population.InitialStates, new InitialState(0f)]);
        (_output, _drive, _history) = (memory.Floats(), memory.Floats(), memory.Floats());
        (_driven, _total) = (memory.Floats(), memory.Floats());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters { get; }

    /// <inheritdoc/>
    public override IPassStates States => _states;

    private int StateCount => _layer.Population.InitialStates.Length;

    private AcceleratorStream Stream => _math.Launcher.Stream;

    private DeviceMatrix Weights => new(_weight.Values, Outputs, Outputs);

    /// <inheritdoc/>
    public override void CopySettings()
    {
        _neurons.CopySettings();
        _states.CopySettings();
    }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        long all = pass.Steps * neurons;
        yield return PlannedBuffer.Floats("output", all);
        yield return PlannedBuffer.Floats("neuron inputs", all);
        foreach (PlannedBuffer buffer in _states.Plan(pass)) yield return buffer;
        foreach (PlannedBuffer buffer in _neurons.Plan(pass)) yield return buffer;
        if (!pass.Training) yield break;
        yield return PlannedBuffer.Floats("states before each step", StateCount * all);
        yield return PlannedBuffer.Floats("gradient of neuron inputs", all);
        yield return PlannedBuffer.Floats("gradient of one step's output", neurons);
    }

    /// <inheritdoc/>
    public override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        Signal input = inputs[0];
        (int steps, int batch) = (input.Steps, input.Batch);
        int neurons = Sizes.Product(Layer, "a time step", batch, Outputs);
        _neurons.RefreshValues();
        _states.BeginForward(batch);
        ArrayView<float> output = _output.Take((long)steps * neurons);
        ArrayView<float> drive = _drive.Take((long)steps * neurons);
        DevicePlanes tape = pass.IsTraining ? _neurons.TakeTape(steps, neurons) : default;
        for (int t = 0; t < steps; t++)
        {
            ArrayView<float> now = Row(drive, t, neurons);
            Row(input.AsArray(), input.IsConstant ? 0 : t, neurons).CopyTo(Stream, now);
            ArrayView<float> before = t == 0 ? LastOutput(_states.Values) : Row(output, t - 1, neurons);
            _math.Products.Multiply(
                new DeviceMatrix(before, batch, Outputs), Weights.Transpose(), now, accumulate: true);
            if (pass.IsTraining) Own(_states.Values).CopyTo(Stream, History(t, neurons, steps));
            var plane = new DevicePlanes(Row(output, t, neurons), neurons, 0, DevicePlanes.Only(_layer.SelectedOutput));
            _neurons.Forward(
                1, neurons, new DevicePlanes(now, neurons, 0, 1), OwnRows(_states.Values), plane, default, Step(tape, t));
        }

        Row(output, steps - 1, neurons).CopyTo(Stream, LastOutput(_states.Values));
        return output.AsSignal(steps, batch, Outputs) with { IsBinary = GivesSpikes };
    }

    /// <inheritdoc/>
    public override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        (int steps, int batch) = (outputGradient.Steps, outputGradient.Batch);
        int neurons = batch * Outputs;
        _states.BeginBackward();
        _neurons.BeginGradients(neurons, _states.GoesOnBackward);
        DevicePlanes tape = _neurons.TakeTape(steps, neurons);
        ArrayView<float> driven = _driven.Take((long)steps * neurons);
        ArrayView<float> total = _total.Take(neurons);
        ArrayView<float> fedBack = LastOutput(_states.Gradients);
        for (int t = steps - 1; t >= 0; t--)
        {
            Row(outputGradient.AsArray(), outputGradient.IsConstant ? 0 : t, neurons).CopyTo(Stream, total);
            _math.Arrays.Add(total, fedBack);
            _neurons.Backward(
                1,
                neurons,
                new DevicePlanes(total, neurons, 0, DevicePlanes.Only(_layer.SelectedOutput)),
                new DevicePlanes(Row(_drive.Take((long)steps * neurons), t, neurons), neurons, 0, 1),
                new DeviceRows(History(t, neurons, steps), neurons),
                Step(tape, t),
                OwnRows(_states.Gradients),
                new DevicePlanes(Row(driven, t, neurons), neurons, 0, 1),
                isContinued: t > 0 || _states.IsContinued);
            _math.Products.Multiply(new DeviceMatrix(Row(driven, t, neurons), batch, Outputs), Weights, fedBack);
        }

        AddWeightGradient(driven, steps, batch);
        if (!_states.IsContinued) _neurons.EndGradients(neurons);
        if (pass.NeedsInputGradient) inputGradients[0] = driven.AsSignal(steps, batch, Outputs);
    }

    // All steps whose output before is in the same pass, then the first one: from the last to the first.
    private void AddWeightGradient(ArrayView<float> driven, int steps, int batch)
    {
        int rows = (steps - 1) * batch;
        long later = (long)rows * Outputs;
        if (rows > 0) Add(driven.SubView((long)batch * Outputs, later), _output.Take(later), rows);
        Add(driven.SubView(0, (long)batch * Outputs), LastOutput(_states.Before), batch);

        void Add(ArrayView<float> gradients, ArrayView<float> before, int count) => _math.Products.Multiply(
            new DeviceMatrix(gradients, count, Outputs).Transpose(),
            new DeviceMatrix(before, count, Outputs),
            _weight.Gradients,
            accumulate: true,
            downwards: true);
    }

    private DeviceRows OwnRows(DeviceRows states) => new(Own(states), states.Length);

    private ArrayView<float> Own(DeviceRows states) => states.Data.SubView(0, (long)StateCount * states.Length);

    private ArrayView<float> LastOutput(DeviceRows states) => states.Row(StateCount);

    // The states before a step, row after row.
    private ArrayView<float> History(int t, int neurons, int steps)
    {
        long length = (long)StateCount * neurons;
        return _history.Take(length * steps).SubView(t * length, length);
    }

    private static DevicePlanes Step(DevicePlanes tape, int t) =>
        tape.Data.Length == 0 ? tape : tape with { Data = tape.Data.SubView((long)t * tape.Stride) };

    private static ArrayView<float> Row(ArrayView<float> rows, int t, int length) => rows.SubView((long)t * length, length);
}
