using ILGPU;
using ILGPU.Runtime;

namespace Sgl.Tests.Harness;

/// <summary>The kernels of a model as an accelerator of ILGPU runs them.</summary>
internal sealed class OnDevice<TNeuron> : Kernels<TNeuron>
    where TNeuron : INeuron<TNeuron>, new()
{
    private readonly Accelerator _accelerator;
    private readonly Action<Index1D, DeviceForward> _forward;
    private readonly Action<Index1D, DeviceBackward> _backward;

    public OnDevice(Accelerator accelerator)
    {
        _accelerator = accelerator;
        DeviceKernelPair kernels = Device!.For(accelerator.AcceleratorType);
        _forward = accelerator.LoadAutoGroupedStreamKernel(kernels.Forward);
        _backward = accelerator.LoadAutoGroupedStreamKernel(kernels.Backward);
    }

    public override ForwardRun ForwardToBits(Trial trial)
    {
        bool[] areBits = [.. Info.Outputs.Select(output => output.IsSpike)];
        return Forward(trial, [], areBits);
    }

    protected override ForwardRun Forward(Trial trial, float[][] tape) => Forward(trial, tape, new bool[Info.Outputs.Length]);

    protected override float[][] Backward(Trial trial, float[][] tape, Sums sums, bool isContinued)
    {
        int length = trial.Steps * trial.Neurons;
        float[][] inputGradients = Unwritten(Info.Inputs.Length, length);
        float[][] parameterGradients = [.. sums.Parameters.Where((_, k) => Info.Parameters[k].Learnable)];
        using var memory = new DeviceMemory(_accelerator);
        DeviceBackward tile = new()
        {
            Steps = trial.Steps,
            Features = Features(trial),
            OutputGradients = memory.Planes(trial.OutputGradients, trial.Neurons),
            Inputs = Info.BackwardReadsInputs ? memory.Planes(trial.Inputs, trial.Neurons) : default,
            Tape = memory.Planes(Info.ScratchPerStep > 0 ? Unwritten(Info.ScratchPerStep, length) : tape, trial.Neurons),
            InitialStates = memory.Rows(trial.InitialStates, trial.Neurons),
            SharedParameters = Shared(memory, trial),
            NeuronParameters = OfNeurons(memory, trial),
            StateGradients = memory.Rows(sums.States, trial.Neurons),
            InputGradients = memory.Planes(inputGradients, trial.Neurons),
            ParameterGradients = memory.Rows(parameterGradients, trial.Neurons),
            HoistedGradients = memory.Rows(sums.Hoisted, trial.Neurons),
            IsContinued = isContinued ? 1 : 0,
        };
        _backward(trial.Neurons, tile);
        _accelerator.Synchronize();
        DeviceMemory.Read(tile.InputGradients, inputGradients);
        DeviceMemory.Read(tile.StateGradients, sums.States);
        DeviceMemory.Read(tile.ParameterGradients, parameterGradients);
        DeviceMemory.Read(tile.HoistedGradients, sums.Hoisted);
        return inputGradients;
    }

    private ForwardRun Forward(Trial trial, float[][] tape, bool[] areBits)
    {
        float[][] states = [.. trial.InitialStates.Select(state => (float[])state.Clone())];
        float[][] outputs = Unwritten(Info.Outputs.Length, trial.Steps * trial.Neurons);
        float[][] floats = [.. outputs.Select((plane, k) => areBits[k] ? [] : plane)];
        int words = (trial.Steps + 31) / 32 * trial.Neurons;
        using var memory = new DeviceMemory(_accelerator);
        DeviceForward tile = new()
        {
            Steps = trial.Steps,
            Features = Features(trial),
            Inputs = memory.Planes(trial.Inputs, trial.Neurons),
            SharedParameters = Shared(memory, trial),
            NeuronParameters = OfNeurons(memory, trial),
            States = memory.Rows(states, trial.Neurons),
            Outputs = memory.Planes(floats, trial.Neurons),
            OutputBits = new DeviceBitPlanes(
                memory.Copy(new uint[words * areBits.Count(isBit => isBit)]), trial.Neurons, words, Present(areBits)),
            Tape = memory.Planes(tape, trial.Neurons),
        };
        _forward(trial.Neurons, tile);
        _accelerator.Synchronize();
        DeviceMemory.Read(tile.States, states);
        DeviceMemory.Read(tile.Outputs, floats);
        DeviceMemory.Read(tile.Tape, tape);
        Unpack(tile.OutputBits, outputs, areBits, trial);
        return new ForwardRun(outputs, states);
    }

    private static void Unpack(DeviceBitPlanes bits, float[][] outputs, bool[] areBits, Trial trial)
    {
        if (!areBits.Contains(true)) return;
        uint[] words = new uint[bits.Words.Length];
        bits.Words.AsDense().CopyToCPU(words);
        long at = 0;
        foreach (float[] plane in outputs.Where((_, k) => areBits[k]))
        {
            for (int i = 0; i < plane.Length; i++)
            {
                (int t, int neuron) = (i / trial.Neurons, i % trial.Neurons);
                plane[i] = words[at + t / 32 * bits.Stride + neuron] >> t % 32 & 1;
            }

            at += bits.Distance;
        }
    }

    private static uint Present(bool[] areThere)
    {
        uint present = 0;
        for (int k = 0; k < areThere.Length; k++)
            if (areThere[k]) present |= DevicePlanes.Only(k);
        return present;
    }

    private static int Features(Trial trial) => trial.Neurons / trial.Samples;

    private ArrayView<float> Shared(DeviceMemory memory, Trial trial) =>
        memory.Copy(trial.Parameters.Where((_, k) => Info.Parameters[k].IsShared).Select(values => values[0]).ToArray());

    private DeviceRows OfNeurons(DeviceMemory memory, Trial trial) => memory.Rows(
        [.. trial.Parameters.Where((_, k) => !Info.Parameters[k].IsShared).Select(values => values[..Features(trial)])],
        Features(trial));
}
