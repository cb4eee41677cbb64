using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Spiking{TNeuron}"/> population on a device: a thread per neuron of each sample.</summary>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class DeviceSpiking<TNeuron> : DeviceLayer
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly Spiking<TNeuron> _layer;
    private readonly DeviceComputing _math;
    private readonly DeviceNeurons<TNeuron> _neurons;
    private readonly GrowingDeviceBuffer<float> _output;
    private readonly GrowingDeviceBuffer<uint> _timeBits;
    private readonly GrowingDeviceBuffer<uint> _spikes;
    private readonly GrowingDeviceBuffer<float> _inputGradient;
    private readonly GrowingDeviceBuffer<float> _gathered;
    private readonly int _ports;
    private DevicePlanes _inputs;

    public DeviceSpiking(Spiking<TNeuron> layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math)
    {
        (_layer, _math, _ports) = (layer, math, layer.InputNames.Count);
        _neurons = new DeviceNeurons<TNeuron>(layer.Population, math, memory);
        States = new DeviceStates(math, memory, layer.Outputs, layer.Population.InitialStates);
        (_output, _inputGradient, _gathered) = (memory.Floats(), memory.Floats(), memory.Floats());
        (_timeBits, _spikes) = (memory.Words(), memory.Words());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => _neurons.Parameters;

    /// <inheritdoc/>
    public override DeviceStates States { get; }

    /// <inheritdoc/>
    public override void CopySettings()
    {
        _neurons.CopySettings();
        States.CopySettings();
    }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * Outputs;
        PlannedBuffer[] output = pass.Edges.GivesBits
            ?
            [
                PlannedBuffer.Integers("output, packed along time", DeviceSpikes.WordsFor(pass.Steps) * neurons),
                PlannedBuffer.Integers("output, packed along neurons", (long)pass.Steps * pass.Batch * DeviceSpikes.WordsFor(Outputs)),
            ]
            : [PlannedBuffer.Floats("output", pass.Steps * neurons)];
        return
        [
            .. output,
            .. States.Plan(pass),
            .. _neurons.Plan(pass),
            .. pass is { Training: true, NeedsInputGradient: true }
                ? [PlannedBuffer.Floats("gradient of input", _ports * pass.Steps * neurons)] : (PlannedBuffer[])[],
            .. _ports > 1 ? [PlannedBuffer.Floats("inputs side by side", _ports * pass.Steps * neurons)] : (PlannedBuffer[])[],
        ];
    }

    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal input = inputs[0];
        _inputs = inputs.Length == 1 ? input.AsPlane(0) : Gather(inputs);
        (int steps, int batch) = (input.Steps, input.Batch);
        int neurons = Sizes.Product(Layer, "a time step", batch, Outputs);
        _neurons.RefreshValues();
        States.BeginForward(batch);
        DevicePlanes tape = pass.IsTraining ? _neurons.TakeTape(steps, neurons) : default;
        if (!pass.Edges.GivesBits)
        {
            var output = new DeviceSignal(_output.Take((long)steps * neurons), steps, batch, Outputs, false)
            {
                IsBinary = GivesSpikes,
            };
            _neurons.Forward(
                steps, neurons, _inputs, States.Values, output.AsPlane(_layer.Selected), default, tape);
            return output;
        }

        // A thread packs its neuron's bits along time; what follows reads those of a time step side by side.
        ArrayView<uint> words = _timeBits.Take((long)DeviceSpikes.WordsFor(steps) * neurons);
        var bits = new DeviceBitPlanes(words, neurons, 0, DevicePlanes.Only(_layer.Selected));
        _neurons.Forward(steps, neurons, _inputs, States.Values, default, bits, tape);
        ArrayView<uint> rows = _spikes.Take((long)steps * batch * DeviceSpikes.WordsFor(Outputs));
        _math.FromTime.Turn(words, steps, new DeviceSpikes(rows, steps * batch, Outputs));
        return DeviceSignal.OfSpikes(rows, steps, batch, Outputs);
    }

    /// <inheritdoc/>
    public override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass)
    {
        (int steps, int batch) = (outputGradient.Steps, outputGradient.Batch);
        int neurons = batch * Outputs;
        States.BeginBackward();
        _neurons.BeginGradients(neurons, States.GoesOnBackward);
        long length = (long)steps * neurons;
        ArrayView<float> gradients = pass.NeedsInputGradient ? _inputGradient.Take(_ports * length) : default;
        _neurons.Backward(
            steps,
            neurons,
            outputGradient.AsPlane(_layer.Selected),
            _inputs,
            States.Before,
            _neurons.TakeTape(steps, neurons),
            States.Gradients,
            pass.NeedsInputGradient ? Planes(gradients, steps, neurons) : default,
            States.IsContinued);
        if (!States.IsContinued) _neurons.EndGradients(neurons);
        for (int i = 0; pass.NeedsInputGradient && i < inputGradients.Length; i++)
            inputGradients[i] = new DeviceSignal(gradients.SubView(i * length, length), steps, batch, Outputs, false);
    }

    // The planes of several inputs are side by side in memory.
    private DevicePlanes Gather(ReadOnlySpan<DeviceSignal> inputs)
    {
        (int steps, int neurons) = (inputs[0].Steps, inputs[0].Batch * inputs[0].Features);
        long length = (long)steps * neurons;
        ArrayView<float> all = _gathered.Take(inputs.Length * length);
        for (int i = 0; i < inputs.Length; i++)
        {
            ArrayView<float> plane = all.SubView(i * length, length);
            if (inputs[i].IsConstant) _math.Arrays.FillRows(plane, inputs[i].Data);
            else inputs[i].Data.CopyTo(_math.Launcher.Stream, plane);
        }

        return Planes(all, steps, neurons);
    }

    private DevicePlanes Planes(ArrayView<float> data, int steps, int neurons) =>
        new(data, neurons, (long)steps * neurons, DevicePlanes.All(_ports));
}
