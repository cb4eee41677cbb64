using Sgl.Generators.Ir;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Other libraries' neurons, written as models, give what the libraries give.</summary>
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
        { "snntorch_leaky_subtract_atan", "SnnTorchSubtract", NearlyExact },
        { "snntorch_leaky_subtract_fast_sigmoid", "SnnTorchSubtractFastSigmoid", NearlyExact },
        { "snntorch_leaky_subtract_sigmoid", "SnnTorchSubtractSigmoid", NearlyExact },
        { "snntorch_leaky_subtract_atan_betavec", "SnnTorchPerNeuron", NearlyExact },
        { "snntorch_leaky_subtract_atan_nodelay", "SnnTorchNoDelay", NearlyExact },
        { "snntorch_leaky_zero_atan", "SnnTorchZero", NearlyExact },
        { "spikingjelly_if_hard_nodetach_atan", "SpikingJellyIfHard", NearlyExact },
        { "spikingjelly_if_soft_detach_sigmoid", "SpikingJellyIfSoft", Exact },
        { "spikingjelly_lif_decay_hard_nodetach_atan", "SpikingJellyLifHard", NearlyExact },
        { "spikingjelly_lif_decay_soft_detach_atan", "SpikingJellyLifSoft", NearlyExact },
        { "spikingjelly_lif_nodecay_soft_nodetach_sigmoid", "SpikingJellyLifNoDecay", Exact },
        { "spikingjelly_parametriclif_decay_soft_detach_atan", "SpikingJellyParametric", NearlyExact },
        { "norse_lifbox_value_super", "NorseBoxValue", Exact },
        { "norse_lifbox_subtract_super", "NorseBoxSubtract", Exact },
    };

    [Theory]
    [MemberData(nameof(Neurons))]
    public void Kernels_give_the_peer_s_spikes_membranes_and_gradients(string file, string name, double _)
    {
        var peer = new PeerNeuron(file);
        TestModel model = TestModel.Of("Peers", name);
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
        TestModel model = TestModel.Of("Peers", name);
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
