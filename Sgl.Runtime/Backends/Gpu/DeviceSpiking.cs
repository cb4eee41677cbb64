using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Spiking{TNeuron}"/> population on a device: a thread per neuron of each sample.</summary>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class DeviceSpiking<TNeuron> : DeviceLayer, INamedOutputs
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly Spiking<TNeuron> _layer;
    private readonly DeviceComputing _math;
    private readonly DeviceNeurons<TNeuron> _neurons;
    private readonly DeviceStates _states;
    private readonly GrowingDeviceBuffer<float> _output;
    private readonly GrowingDeviceBuffer<uint> _timeBits;
    private readonly GrowingDeviceBuffer<uint> _spikes;
    private readonly GrowingDeviceBuffer<float> _inputGradient;
    private readonly GrowingDeviceBuffer<float> _gathered;
    private readonly GrowingDeviceBuffer<float> _gatheredGradients;
    private readonly Signal[] _namedGradients;
    private readonly int _ports;
    private readonly int _outputCount;
    private DevicePlanes _inputs;
    private DevicePlanes _outputs;

    public DeviceSpiking(Spiking<TNeuron> layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math)
    {
        (_layer, _math, _ports) = (layer, math, layer.InputNames.Count);
        _neurons = new DeviceNeurons<TNeuron>(layer.Population, math, memory);
        _states = new DeviceStates(math, memory, layer.Outputs, layer.Population.InitialStates);
        (_output, _inputGradient, _gathered) = (memory.Floats(), memory.Floats(), memory.Floats());
        (_timeBits, _spikes, _gatheredGradients) = (memory.Words(), memory.Words(), memory.Floats());
        _outputCount = layer.OutputNames.Count;
        _namedGradients = new Signal[_outputCount];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => _neurons.Parameters;

    /// <inheritdoc/>
    public override IPassStates States => _states;

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
        uint floats = FloatOutputs(pass.Edges);
        PlannedBuffer[] output =
        [
            .. pass.Edges.GivesBits
                ? (PlannedBuffer[])
                [
                    PlannedBuffer.Integers("output, packed along time", DeviceSpikes.WordsFor(pass.Steps) * neurons),
                    PlannedBuffer.Integers("output, packed along neurons", (long)pass.Steps * pass.Batch * DeviceSpikes.WordsFor(Outputs)),
                ]
                : [],
            .. floats == 0
                ? (PlannedBuffer[])[]
                : [PlannedBuffer.Floats(
                    pass.Edges.NamedOutputs is null ? "output" : "outputs", DevicePlanes.Count(floats, _outputCount) * pass.Steps * neurons)],
        ];
        return
        [
            .. output,
            .. _states.Plan(pass),
            .. _neurons.Plan(pass),
            .. pass is { Training: true, NeedsInputGradient: true }
                ? [PlannedBuffer.Floats("gradient of input", _ports * pass.Steps * neurons)] : (PlannedBuffer[])[],
            .. pass is { Training: true, Edges.NamedOutputs: not null }
                ? [PlannedBuffer.Floats(
                    "gradients of outputs side by side",
                    DevicePlanes.Count(GradientOutputs(pass.Edges), _outputCount) * pass.Steps * neurons)]
                : (PlannedBuffer[])[],
            .. _ports > 1 ? [PlannedBuffer.Floats("inputs side by side", _ports * pass.Steps * neurons)] : (PlannedBuffer[])[],
        ];
    }

    /// <inheritdoc/>
    public override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        Signal input = inputs[0];
        _inputs = inputs.Length == 1 ? input.AsPlane(0) : Gather(inputs);
        (int steps, int batch) = (input.Steps, input.Batch);
        int neurons = Sizes.Product(Layer, "a time step", batch, Outputs);
        _neurons.RefreshValues();
        _states.BeginForward(batch);
        DevicePlanes tape = pass.IsTraining ? _neurons.TakeTape(steps, neurons) : default;
        _outputs = TakeOutputs(FloatOutputs(pass.Edges), steps, neurons);
        if (!pass.Edges.GivesBits)
        {
            _neurons.Forward(steps, neurons, _inputs, _states.Values, _outputs, default, tape);
            return pass.Edges.DiscardsOutput
                ? _outputs.Data.SubView(0, neurons).AsSignal(steps, batch, Outputs, isConstant: true)
                : Output(_layer.Selected, steps, batch) with { IsBinary = GivesSpikes };
        }

        // A thread packs its neuron's bits along time; what follows reads those of a time step side by side.
        ArrayView<uint> words = _timeBits.Take((long)DeviceSpikes.WordsFor(steps) * neurons);
        var bits = new DeviceBitPlanes(words, neurons, 0, DevicePlanes.Only(_layer.Selected));
        _neurons.Forward(steps, neurons, _inputs, _states.Values, _outputs, bits, tape);
        ArrayView<uint> rows = _spikes.Take((long)steps * batch * DeviceSpikes.WordsFor(Outputs));
        _math.FromTime.Turn(words, steps, new DeviceSpikes(rows, steps * batch, Outputs));
        return new DeviceSpikes(rows, steps * batch, Outputs).AsSignal(steps, batch);
    }

    Signal INamedOutputs.NamedOutput(int index, Signal returned) =>
        Output(index, returned.Steps, returned.Batch);

    void INamedOutputs.TakeGradient(int index, Signal gradient) => _namedGradients[index] = gradient;

    /// <inheritdoc/>
    public override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        (int steps, int batch) = (outputGradient.Steps, outputGradient.Batch);
        int neurons = batch * Outputs;
        _states.BeginBackward();
        _neurons.BeginGradients(neurons, _states.GoesOnBackward);
        long length = (long)steps * neurons;
        ArrayView<float> gradients = pass.NeedsInputGradient ? _inputGradient.Take(_ports * length) : default;
        _neurons.Backward(
            steps,
            neurons,
            pass.Edges.NamedOutputs is null ? outputGradient.AsPlane(_layer.Selected) : GatherGradients(outputGradient, pass.Edges),
            _inputs,
            _states.Before,
            _neurons.TakeTape(steps, neurons),
            _states.Gradients,
            pass.NeedsInputGradient ? Planes(gradients, steps, neurons) : default,
            _states.IsContinued);
        if (!_states.IsContinued) _neurons.EndGradients(neurons);
        for (int i = 0; pass.NeedsInputGradient && i < inputGradients.Length; i++)
            inputGradients[i] = gradients.SubView(i * length, length).AsSignal(steps, batch, Outputs);
    }

    // The outputs that leave as floats: those with names, and the one that is returned unless it leaves as bits or not at all.
    private uint FloatOutputs(Edges edges) => DevicePlanes.Only(edges.NamedOutputs)
        | (edges.GivesBits || edges.DiscardsOutput ? 0 : DevicePlanes.Only(_layer.Selected));

    private uint GradientOutputs(Edges edges) =>
        DevicePlanes.Only(edges.NamedOutputs) | (edges.DiscardsOutput ? 0 : DevicePlanes.Only(_layer.Selected));

    private DevicePlanes TakeOutputs(uint present, int steps, int neurons)
    {
        long length = (long)steps * neurons;
        return present == 0
            ? default
            : new DevicePlanes(_output.Take(DevicePlanes.Count(present, _outputCount) * length), neurons, length, present);
    }

    private Signal Output(int index, int steps, int batch) => PlaneOf(_outputs, index, steps).AsSignal(steps, batch, Outputs);

    private static ArrayView<float> PlaneOf(DevicePlanes planes, int index, int steps) => planes.Data.SubView(
        DevicePlanes.IndexOf(planes.Present, index) * planes.Distance, (long)steps * planes.Stride);

    // The planes of several inputs are side by side in memory.
    private DevicePlanes Gather(ReadOnlySpan<Signal> inputs)
    {
        (int steps, int neurons) = (inputs[0].Steps, inputs[0].Batch * inputs[0].Features);
        DevicePlanes planes = Planes(_gathered.Take((long)inputs.Length * steps * neurons), steps, neurons);
        for (int i = 0; i < inputs.Length; i++) Copy(inputs[i], PlaneOf(planes, i, steps));
        return planes;
    }

    // Those of several outputs, too.
    private DevicePlanes GatherGradients(Signal returned, Edges edges)
    {
        (int steps, int neurons) = (returned.Steps, returned.Batch * Outputs);
        uint present = GradientOutputs(edges);
        long length = (long)steps * neurons;
        ArrayView<float> all = _gatheredGradients.Take(DevicePlanes.Count(present, _outputCount) * length);
        var planes = new DevicePlanes(all, neurons, length, present);
        if ((present & DevicePlanes.Only(31)) != 0) _math.Arrays.Fill(all, 0f); // the last bit stands for outputs that have none, too
        foreach (int index in edges.NamedOutputs!) Copy(_namedGradients[index], PlaneOf(planes, index, steps));
        if (!edges.DiscardsOutput) Copy(returned, PlaneOf(planes, _layer.Selected, steps));
        return planes;
    }

    private void Copy(Signal signal, ArrayView<float> plane)
    {
        if (signal.IsConstant) _math.Arrays.FillRows(plane, signal.AsArray());
        else signal.AsArray().CopyTo(_math.Launcher.Stream, plane);
    }

    private DevicePlanes Planes(ArrayView<float> data, int steps, int neurons) =>
        new(data, neurons, (long)steps * neurons, DevicePlanes.All(_ports));
}
