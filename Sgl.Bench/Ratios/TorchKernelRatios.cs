using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>The neuron kernels of <see cref="Lif"/> against the same neuron in TorchSharp.</summary>
internal static class TorchKernelRatios
{
    private const int Steps = 100;
    private const int Batch = 32;
    private const int Features = 1024;
    private const double Tolerance = 1e-5; // the rounding of gradients that are sums over all later steps

    public static IEnumerable<Entry> All =>
    [
        Versus("lif-vs-torchsharp", "TorchSharp, a loop under autograd", LoopLif.Run),
        Versus("lif-vs-torchsharp-seq", "TorchSharp, one hand-written autograd function", SequenceLif.Run),
    ];

    private static Ratio Versus(string name, string other, Func<Tensor, int, Tensor> neuron) =>
        new(name, other, machine =>
        {
            var population = new Population(Steps, Batch * Features, inPlace: true);
            Tensor input = Tensors.Of(population.Input.Span, Steps, Batch, Features).requires_grad_();
            Tensor spikeGradient = Tensors.Of(population.SpikeGradient.Span, Steps, Batch, Features);
            RequireSame(population, neuron, input, spikeGradient);
            return population.Compare(machine.FloorMs(population.Bytes), population.Lif, () =>
            {
                using DisposeScope scope = NewDisposeScope();
                Pass(neuron, input, spikeGradient);
            });
        })
        { Obstacle = TorchLibrary.Obstacle };

    private static (Tensor Spikes, Tensor InputGradient) Pass(
        Func<Tensor, int, Tensor> neuron, Tensor input, Tensor spikeGradient)
    {
        Tensor spikes = neuron(input, Steps);
        return (spikes, autograd.grad([spikes], [input], [spikeGradient])[0]);
    }

    private static void RequireSame(
        Population population, Func<Tensor, int, Tensor> neuron, Tensor input, Tensor spikeGradient)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor spikes, Tensor inputGradient) = Pass(neuron, input, spikeGradient);
        population.RenewInput();
        population.Lif();
        Agreement.Exact("spikes", population.Spike.Span, Tensors.ToArray(spikes));
        Agreement.Near("input gradients", Tolerance, population.InputGradient.Span, Tensors.ToArray(inputGradient));
    }
}
