using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// The neurons of a population on a device, with their parameters and what their kernels keep: all but the order in which
/// time steps run.
/// </summary>
/// <typeparam name="TNeuron">The model, with generated kernels.</typeparam>
internal sealed class DeviceNeurons<TNeuron>
    where TNeuron : class, INeuron<TNeuron>, new()
{
    private readonly NeuronInfo _info = TNeuron.Info;
    private readonly Population<TNeuron> _source;
    private readonly DeviceComputing _math;
    private readonly DeviceKernelPair _kernels;
    private readonly GrowingDeviceBuffer<float> _shared;
    private readonly GrowingDeviceBuffer<float> _perNeuron;
    private readonly GrowingDeviceBuffer<float> _tape;
    private readonly GrowingDeviceBuffer<float> _gradients;
    private readonly GrowingDeviceBuffer<float> _hoisted;
    private readonly GrowingDeviceBuffer<float> _ofNeurons;

    /// <exception cref="NotSupportedException">The model has no kernels for devices.</exception>
    public DeviceNeurons(Population<TNeuron> source, DeviceComputing math, DeviceArena memory)
    {
        (_source, _math) = (source, math);
        DeviceKernels kernels = TNeuron.Device ?? throw new NotSupportedException(
            $"{_info.Name} has no kernels for a device: it was compiled with the property SglGpu set to false, or without "
            + "a reference to ILGPU.");
        _kernels = kernels.For(math.Launcher.Accelerator.AcceleratorType);
        (_shared, _perNeuron, _tape) = (memory.Floats(), memory.Floats(), memory.Floats());
        (_gradients, _hoisted, _ofNeurons) = (memory.Floats(), memory.Floats(), memory.Floats());
        Parameters = [.. source.Learned.Select(item => new PlacedParameter(item.Parameter, memory))];
    }

    /// <summary>Those that are learned.</summary>
    public PlacedParameter[] Parameters { get; }

    /// <summary>Planes of a tape: those that forward saves, or those that backward fills itself.</summary>
    private int TapePlanes => _info.Tape.Length > 0 ? _info.Tape.Length : _info.ScratchPerStep;

    private ArrayView<float> Shared => _shared.Take(_info.Parameters.Count(info => info.IsShared));

    private DeviceRows PerNeuron => new(
        _perNeuron.Take((long)_info.Parameters.Count(info => !info.IsShared) * _source.Features), _source.Features);

    /// <summary>What the neurons keep.</summary>
    public IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long neurons = (long)pass.Batch * _source.Features;
        yield return PlannedBuffer.Floats(
            "parameters as neurons read them", _info.Parameters.Sum(info => info.IsShared ? 1L : _source.Features));
        if (!pass.Training) yield break;
        yield return PlannedBuffer.Floats(_info.Tape.Length > 0 ? "tape" : "room for a tape", TapePlanes * pass.Steps * neurons);
        yield return PlannedBuffer.Floats("gradients of parameters", (Parameters.Length + _info.HoistedGradients) * neurons);
        if (_source.Learned.Any(learned => !learned.Info.IsShared && learned.Map.Positions > 1))
            yield return PlannedBuffer.Floats("gradient of a parameter per channel, of each neuron", _source.Features);
    }

    /// <summary>Takes over the parameters that are not learned.</summary>
    public void CopySettings()
    {
        for (int i = 0; i < _info.Parameters.Length; i++)
        {
            if (_info.Parameters[i].Learnable) continue;
            var values = new float[Slot(i).Length];
            _source.SpreadTo(i, values);
            Slot(i).CopyFromCPU(_math.Launcher.Stream, values);
        }
    }

    /// <summary>Takes over what an optimizer has changed.</summary>
    public void RefreshValues()
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            LearnedParameter learned = _source.Learned[i];
            _math.Learned.Effective(DeviceBound.Of(learned.Info), learned.Map, Parameters[i].Values, Slot(learned.Index));
        }
    }

    /// <summary>Room for the tape of some time steps.</summary>
    public DevicePlanes TakeTape(int steps, int neurons) =>
        new(_tape.Take((long)TapePlanes * steps * neurons), neurons, (long)steps * neurons, DevicePlanes.All(TapePlanes));

    /// <summary>Forward.</summary>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="input">The input of the neurons.</param>
    /// <param name="states">Before the first step, then after the last.</param>
    /// <param name="output">Where the output goes as floats, if it does.</param>
    /// <param name="bits">Where the output goes as bits, if it does.</param>
    /// <param name="tape">The tape; <c>default</c> where none is kept.</param>
    public void Forward(
        int steps,
        int neurons,
        DevicePlanes input,
        DeviceRows states,
        DevicePlanes output,
        DeviceBitPlanes bits,
        DevicePlanes tape) =>
        _math.Launcher.Run(_kernels.Forward, neurons, new DeviceForward
        {
            Steps = steps,
            Features = _source.Features,
            Inputs = input,
            SharedParameters = Shared,
            NeuronParameters = PerNeuron,
            States = states,
            Outputs = output,
            OutputBits = bits,
            Tape = _info.Tape.Length > 0 ? tape : default,
        });

    /// <summary>Sets the sums over time to 0, unless backward goes on with them.</summary>
    public void BeginGradients(int neurons, bool goesOn)
    {
        if (goesOn) return;
        _math.Arrays.Fill(_gradients.Take((long)Parameters.Length * neurons), 0f);
        _math.Arrays.Fill(_hoisted.Take((long)_info.HoistedGradients * neurons), 0f);
    }

    /// <summary>Backward.</summary>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="outputGradient">dL/d(output).</param>
    /// <param name="input">The input of the forward pass, where backward reads it.</param>
    /// <param name="before">The states before the first step.</param>
    /// <param name="tape">The tape, or room for one.</param>
    /// <param name="stateGradients">Of the states after the last step, then of those before the first.</param>
    /// <param name="inputGradient">Where dL/d(input) goes, if it is wanted.</param>
    /// <param name="isContinued">Whether earlier steps follow.</param>
    public void Backward(
        int steps,
        int neurons,
        DevicePlanes outputGradient,
        DevicePlanes input,
        DeviceRows before,
        DevicePlanes tape,
        DeviceRows stateGradients,
        DevicePlanes inputGradient,
        bool isContinued) =>
        _math.Launcher.Run(_kernels.Backward, neurons, new DeviceBackward
        {
            Steps = steps,
            Features = _source.Features,
            OutputGradients = outputGradient,
            Inputs = input,
            Tape = tape,
            InitialStates = before,
            SharedParameters = Shared,
            NeuronParameters = PerNeuron,
            StateGradients = stateGradients,
            InputGradients = inputGradient,
            ParameterGradients = new DeviceRows(_gradients.Take((long)Parameters.Length * neurons), neurons),
            HoistedGradients = new DeviceRows(_hoisted.Take((long)_info.HoistedGradients * neurons), neurons),
            IsContinued = isContinued ? 1 : 0,
        });

    /// <summary>Adds the sums over time to the gradients of the parameters.</summary>
    public void EndGradients(int neurons)
    {
        var rows = new DeviceRows(_gradients.Take((long)Parameters.Length * neurons), neurons);
        for (int i = 0; i < Parameters.Length; i++)
        {
            ParameterInfo info = _source.Learned[i].Info;
            var bound = DeviceBound.Of(info);
            (ArrayView<float> value, ArrayView<float> gradient) = (Parameters[i].Values, Parameters[i].Gradients);
            if (info.IsShared) _math.Learned.AddShared(bound, value, rows.Row(i), gradient);
            else if (_source.Learned[i].Map.Positions == 1) _math.Learned.AddGradient(bound, value, rows.Row(i), gradient);
            else AddChannels(bound, _source.Learned[i].Map, value, rows.Row(i), gradient);
        }
    }

    // Over samples first, as of a parameter that each neuron has its own of.
    private void AddChannels(
        DeviceBound bound, ChannelMap map, ArrayView<float> value, ArrayView<float> neurons, ArrayView<float> gradient)
    {
        ArrayView<float> ofNeurons = _ofNeurons.Take(map.Features);
        _math.Arrays.Fill(ofNeurons, 0f);
        _math.Sums.AddTo(ofNeurons, neurons);
        _math.Learned.AddChannels(bound, map, value, ofNeurons, gradient);
    }

    // Where a parameter that neurons compute with is: the shared ones side by side, the others a row each.
    private ArrayView<float> Slot(int index)
    {
        bool isShared = _info.Parameters[index].IsShared;
        int place = _info.Parameters.Take(index).Count(info => info.IsShared == isShared);
        return isShared ? Shared.SubView(place, 1) : PerNeuron.Row(place);
    }
}
