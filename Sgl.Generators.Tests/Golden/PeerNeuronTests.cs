using Sgl.Generators.Ir;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>The presets give what the libraries give whose neurons they are.</summary>
public class PeerNeuronTests
{
    // In float32 a membrane is off by about 2e-7, and FastSigmoid with α = 100 near the threshold by 200 times that.
    private const double Float32 = 2e-5;
    private const double Exact = 1e-12;

    // ATan's α is π as a float, off by 3e-8. And snnTorch's float64 gradients through its sigmoid and of its
    // threshold are off by a float32 rounding: its equations written out in plain double give our numbers.
    private const double NearlyExact = 1e-7;

    private static readonly string[] Losses = ["spk", "spk_mem"];

    public static TheoryData<string, string, double> Neurons => new()
    {
        { "snntorch_leaky_subtract_atan", "SnnTorch+LearnedLeaky", NearlyExact },
        { "snntorch_leaky_subtract_fast_sigmoid", "SnnTorch+LearnedLeakyFastSigmoid", NearlyExact },
        { "snntorch_leaky_subtract_sigmoid", "SnnTorch+LearnedLeakySigmoid", NearlyExact },
        { "snntorch_leaky_subtract_atan_betavec", "SnnTorch+PerNeuronLeaky", NearlyExact },
        { "snntorch_leaky_subtract_atan_nodelay", "SnnTorch+NoDelayLeaky", NearlyExact },
        { "snntorch_leaky_zero_atan", "SnnTorch+ZeroLeaky", NearlyExact },
        { "spikingjelly_if_hard_nodetach_atan", "SpikingJelly+IFNodeATan", NearlyExact },
        { "spikingjelly_if_soft_detach_sigmoid", "SpikingJelly+SoftIFNode", Exact },
        { "spikingjelly_lif_decay_hard_nodetach_atan", "SpikingJelly+LIFNodeATan", NearlyExact },
        { "spikingjelly_lif_decay_soft_detach_atan", "SpikingJelly+SoftLIFNodeATan", NearlyExact },
        { "spikingjelly_lif_nodecay_soft_nodetach_sigmoid", "SpikingJelly+UndecayedLIFNode", Exact },
        { "spikingjelly_parametriclif_decay_soft_detach_atan", "SpikingJelly+SoftParametricLIFNodeATan", NearlyExact },
        { "norse_lifbox_value_super", "Norse+LIFBox", Exact },
        { "norse_lifbox_subtract_super", "Norse+SubtractLIFBox", Exact },
    };

    [Theory]
    [MemberData(nameof(Neurons))]
    public void Kernels_give_the_peer_s_spikes_membranes_and_gradients(string file, string name, double _)
    {
        var peer = new PeerNeuron(file);
        TestModel model = TestModel.OfPreset(name);
        foreach (string loss in Losses)
        {
            Trial trial = peer.Trial(model, loss);
            (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
            peer.CompareOutputs([.. run.Outputs.Select(Near.Widen)], Float32);
            peer.CompareGradients(model, loss, model.Kernels.Backward(trial, tape), Float32);
        }
    }

    [Theory]
    [MemberData(nameof(Neurons))]
    public void The_adjoint_in_double_gives_the_peer_s_digits(string file, string name, double tolerance)
    {
        var peer = new PeerNeuron(file);
        TestModel model = TestModel.OfPreset(name);
        var engine = new GraphEngine(Precision.Double);
        foreach (string loss in Losses)
        {
            Trial trial = peer.Trial(model, loss);
            (double[][] outputs, _, BackwardRun taped) = engine.RunKernels(model.Compiled, trial);
            peer.CompareOutputs(outputs, Exact);
            peer.CompareGradients(model, loss, engine.RunAdjoint(model.Compiled, trial), tolerance);
            peer.CompareGradients(model, loss, taped, tolerance);
        }
    }
}
