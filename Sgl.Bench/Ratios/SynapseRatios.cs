using TorchSharp;
using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>
/// Synapses and their neurons on spikes of a given density, forward and the gradient of the weights, against libtorch:
/// one product over all time steps, then whichever form of the neuron is quicker.
/// </summary>
internal static class SynapseRatios
{
    private const int Steps = 25;
    private const int Batch = 128;
    private const int Features = 1024;
    private const double Tolerance = 1e-4; // the rounding of gradients that are sums over steps and samples

    public static IEnumerable<Entry> All =>
    [
        AtDensity("synapse-vs-torch-2pct", 0.02),
        AtDensity("synapse-vs-torch-5pct", 0.05),
        AtDensity("synapse-vs-torch-13pct", 0.13),
    ];

    private static Ratio AtDensity(string name, double density) =>
        new(name, "libtorch, one product over all steps, the best form of the neuron", machine =>
        {
            Signal input = Networks.Spikes(density, Steps, Batch, Features);
            var ours = new Synapses(density, input);
            var torch = new TorchSynapses(ours);
            ours.Pass();
            torch.RequireSame(ours, LoopLif.Run, Tolerance);
            torch.RequireSame(ours, SequenceLif.Run, Tolerance);
            return new Comparison(
                FloorMs(machine, density), ours.Pass, () => torch.Pass(LoopLif.Run), () => torch.Pass(SequenceLif.Run));
        })
        { Obstacle = TorchLibrary.Obstacle };

    // Each spike adds a row of weights forward, and backward a row of gradients. Read: weights, spike gradient and
    // tape; written: tape and weight gradient; and the spikes, in and out, are a bit each at least.
    private static double FloorMs(Machine machine, double density)
    {
        double rows = (double)Steps * Batch;
        return machine.FloorMs(
            bytes: sizeof(float) * (3 * rows * Features + 2.0 * Features * Features)
                + 2 * rows * Features / 8,
            flops: 2 * rows * density * Features * Features);
    }

    /// <summary>Our side: a network of the two layers.</summary>
    private sealed class Synapses
    {
        private readonly Network _network;

        public Synapses(double density, Signal input)
        {
            Input = input;
            var dense = new Dense(Features, Features);
            _network = new Network([dense, new Spiking<Lif>(Features)], threads: 1);
            // As strong for each density: a few of a hundred neurons spike at a time.
            float bound = (float)(0.4 / Math.Sqrt(density * Features));
            new CounterRandom(3).FillUniform(dense.Weight.Value.Span, -bound, bound);
            _network.WithExactSums();

            var gradient = new float[Steps * Batch * Features];
            new CounterRandom(4).FillUniform(gradient, -1f, 1f);
            SpikeGradient = new Signal(gradient, Steps, Batch, Features);
        }

        public Signal Input { get; }

        public Signal SpikeGradient { get; }

        public Signal Spikes { get; private set; }

        public Parameter Weight => _network.Parameters[0];

        public Parameter Bias => _network.Parameters[1];

        public void Pass()
        {
            foreach (Parameter parameter in _network.Parameters) parameter.ZeroGradient();
            Spikes = _network.Forward(Input, training: true);
            _network.Backward(SpikeGradient);
        }
    }

    /// <summary>The other side, with copies of our inputs and parameters.</summary>
    private sealed class TorchSynapses(Synapses ours)
    {
        private readonly Tensor _input = Tensors.Of(ours.Input);
        private readonly Tensor _spikeGradient = Tensors.Of(ours.SpikeGradient);
        private readonly Tensor _weight = Tensors.Of(ours.Weight).requires_grad_();
        private readonly Tensor _bias = Tensors.Of(ours.Bias).requires_grad_();

        public void Pass(Func<Tensor, int, Tensor> neuron)
        {
            using DisposeScope scope = NewDisposeScope();
            Compute(neuron);
        }

        public void RequireSame(Synapses ours, Func<Tensor, int, Tensor> neuron, double tolerance)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor spikes, IList<Tensor> gradients) = Compute(neuron);
            Agreement.Exact("spikes", ours.Spikes.Data.Span, Tensors.ToArray(spikes));
            Agreement.Near("weight gradient", tolerance, ours.Weight.Gradient.Span, Tensors.ToArray(gradients[0]));
            Agreement.Near("bias gradient", tolerance, ours.Bias.Gradient.Span, Tensors.ToArray(gradients[1]));
        }

        private (Tensor Spikes, IList<Tensor> Gradients) Compute(Func<Tensor, int, Tensor> neuron)
        {
            Tensor spikes = neuron(nn.functional.linear(_input, _weight, _bias), Steps);
            return (spikes, autograd.grad([spikes], [_weight, _bias], [_spikeGradient]));
        }
    }
}
