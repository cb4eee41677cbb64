using System.Diagnostics;
using Sgl;
using Sgl.Models;

namespace Mnist;

/// <summary>The network: 784 pixels → hidden spiking neurons → 10 readout neurons, one per digit.</summary>
internal static class SpikingNetwork
{
    /// <summary>Builds it with the neuron that has the chosen surrogate.</summary>
    public static Network Create(Options options, Device device) => options.Surrogate switch
    {
        Surrogate.ATan => Create<Lif>(options, device),
        Surrogate.Sigmoid => Create<SigmoidLif>(options, device),
        Surrogate.FastSigmoid => Create<FastSigmoidLif>(options, device),
        Surrogate.None => Create<DeadLif>(options, device),
        _ => throw new UnreachableException(),
    };

    /// <summary>Opens the device that the network computes on.</summary>
    /// <exception cref="DeviceNotFoundException">There is none of that kind.</exception>
    public static Device Open(Place place) => place switch
    {
        Place.Cpu => Device.Cpu,
        Place.Gpu => Device.Gpu(),
        Place.Cuda => Device.Gpu(GpuApi.Cuda),
        Place.OpenCl => Device.Gpu(GpuApi.OpenCl),
        Place.IlgpuCpu => Device.Gpu(GpuApi.IlgpuCpu),
        _ => throw new UnreachableException(),
    };

    /// <summary>A new encoder. Encoders with the same seed draw the same spikes.</summary>
    public static Encoder CreateEncoder(Encoding encoding, int seed) => encoding switch
    {
        Encoding.Constant => new ConstantEncoder(),
        Encoding.Poisson => new PoissonEncoder(seed),
        Encoding.Latency => new LatencyEncoder(),
        _ => throw new UnreachableException(),
    };

    private static Network Create<TNeuron>(Options options, Device device)
        where TNeuron : class, INeuron<TNeuron>, new()
    {
        Layer readout = options.Readout == Readout.Membrane
            ? new Spiking<LeakyReadout>(Digits.Classes)
            : new Spiking<TNeuron>(Digits.Classes);
        Layer[] layers =
        [
            new Dense(Digits.Pixels, options.Hidden),
            new Spiking<TNeuron>(options.Hidden),
            new Dense(options.Hidden, Digits.Classes),
            readout,
        ];
        return new Network(layers, options.Seed, options.Threads, device);
    }
}
