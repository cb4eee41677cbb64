using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Sgl.Bench;

/// <summary>
/// As <see cref="Population"/>, in the memory of a device. Neurons a slice apart have the same inputs, so the bits of all
/// follow from those that the processor gives for one slice.
/// </summary>
internal sealed class DevicePopulation : IDisposable
{
    private const int Planes = 5;
    private const double ShareOfMemory = 0.75; // the rest is for the device's other users

    private readonly int _steps, _neurons, _width;
    private readonly Population _slice;
    private readonly KernelLauncher _launcher;
    private readonly DeviceKernelPair _kernels;
    private readonly DeviceArena _memory;
    private readonly ArrayView<float> _input, _spikeGradient, _spike, _tape, _inputGradient, _state, _parameters;

    /// <param name="device">The device.</param>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N, as <see cref="Fit"/> has it.</param>
    /// <param name="slice">How many neurons have inputs of their own, at most N.</param>
    public DevicePopulation(GpuDevice device, int steps, int neurons, int slice)
    {
        (_steps, _neurons, _width, _launcher) = (steps, neurons, slice, device.Math.Launcher);
        _slice = new Population(steps, slice);
        _kernels = KernelsOf<Lif>(device.Accelerator.AcceleratorType);
        _memory = new DeviceArena(device.Accelerator);
        long length = (long)steps * neurons;
        (_input, _spikeGradient) = (Spread(_slice.Input), Spread(_slice.SpikeGradient));
        (_spike, _tape, _inputGradient) = (Take(length), Take(length), Take(length));
        (_state, _parameters) = (Take(neurons), Take(2));
        _parameters.CopyFromCPU(Stream, [Population.Beta, Population.Threshold]);
        Stream.Synchronize();
    }

    /// <summary>Bytes that a pass must read or write, as on the processor.</summary>
    public double Bytes => _slice.Bytes / _width * _neurons;

    private AcceleratorStream Stream => _launcher.Stream;

    /// <summary>The most neurons, halved from a number until they fit in the device's memory.</summary>
    public static int Fit(GpuDevice device, int steps, int neurons)
    {
        // CUDA alone says how much is free.
        long free = device.Accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : device.Accelerator.MemorySize;
        while (neurons > 1 && (double)Planes * sizeof(float) * steps * neurons > ShareOfMemory * free) neurons /= 2;
        return neurons;
    }

    /// <summary>Forward and backward of all neurons.</summary>
    public void Pass()
    {
        _state.MemSetToZero(Stream);
        _launcher.Run(_kernels.Forward, _neurons, new DeviceForward
        {
            Steps = _steps,
            Features = _neurons,
            Inputs = Plane(_input),
            SharedParameters = _parameters,
            States = new DeviceRows(_state, _neurons),
            Outputs = Plane(_spike),
            Tape = Plane(_tape),
        });
        _state.MemSetToZero(Stream); // from here on the gradient of the state
        _launcher.Run(_kernels.Backward, _neurons, new DeviceBackward
        {
            Steps = _steps,
            Features = _neurons,
            OutputGradients = Plane(_spikeGradient),
            Tape = Plane(_tape),
            SharedParameters = _parameters,
            StateGradients = new DeviceRows(_state, _neurons),
            InputGradients = Plane(_inputGradient),
        });
        Stream.Synchronize();
    }

    /// <summary>The device's own copy of as many bytes, three planes to three planes.</summary>
    public void Copy()
    {
        _input.CopyTo(Stream, _spike);
        _spikeGradient.CopyTo(Stream, _tape);
        _input.CopyTo(Stream, _inputGradient);
        Stream.Synchronize();
    }

    /// <summary>Throws unless the first and the last neurons have the bits of the processor's kernels.</summary>
    public void RequireBitsOfTheProcessor()
    {
        // NaN everywhere, so that a kernel which writes nothing is not taken for one that agrees.
        foreach (ArrayView<float> plane in new[] { _spike, _tape, _inputGradient }) plane.MemSet(Stream, 0xff);
        Pass();
        _slice.Lif();
        foreach (int first in new[] { 0, _neurons - _width })
        {
            Agreement.Exact("spikes", Read(_spike, first), _slice.Spike.Span);
            Agreement.Exact("input gradients", Read(_inputGradient, first), _slice.InputGradient.Span);
        }
    }

    public void Dispose() => _memory.Dispose();

    private static DeviceKernelPair KernelsOf<TNeuron>(AcceleratorType type)
        where TNeuron : INeuron<TNeuron> => TNeuron.Device!.For(type);

    private ArrayView<float> Take(long length) => _memory.Floats().Take(length);

    private DevicePlanes Plane(ArrayView<float> data) => new(data, _neurons, 0, DevicePlanes.Only(0));

    // What one slice has, for all neurons: sent once, then doubled on the device.
    private ArrayView<float> Spread(Memory<float> slice)
    {
        ArrayView<float> plane = Take((long)_steps * _neurons);
        for (int t = 0; t < _steps; t++)
        {
            ArrayView<float> row = plane.SubView((long)t * _neurons, _neurons);
            row.SubView(0, _width).CopyFromCPU(Stream, slice.Span.Slice(t * _width, _width));
            for (int done = _width; done < _neurons; done *= 2)
            {
                int count = Math.Min(done, _neurons - done);
                row.SubView(0, count).CopyTo(Stream, row.SubView(done, count));
            }
        }

        return plane;
    }

    private float[] Read(ArrayView<float> plane, int first)
    {
        var values = new float[_steps * _width];
        for (int t = 0; t < _steps; t++)
            plane.SubView((long)t * _neurons + first, _width).CopyToCPU(Stream, values.AsSpan(t * _width, _width));
        Stream.Synchronize();
        return values;
    }
}
