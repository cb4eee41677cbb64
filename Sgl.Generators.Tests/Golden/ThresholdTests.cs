using System.Text.Json;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>A membrane exactly at its threshold spikes or waits, as in the library whose neuron it is.</summary>
public class ThresholdTests
{
    private static readonly JsonElement File = Sources.Vector("threshold_equality");

    [Fact]
    public void SpikingJelly_and_sinabs_spike_at_the_threshold()
    {
        JsonElement jelly = Peer("spikingjelly.IFNode(v_reset=None)");
        ForwardRun run = Run("SpikingJelly+SoftIFNode", [1f], File.At("input").Singles());
        Assert.Equal(jelly.At("spikes").Singles(), run.Outputs[0]);
        Assert.Equal(jelly.At("v_seq").Singles(), run.Outputs[1]);

        // The first membrane of sinabs' average is 1 − α: at the threshold if that is 1 − α, too.
        float[] sinabs = Peer("sinabs.LIF(tau_mem=1e9) on input 1.0").At("spikes").Singles();
        Assert.Equal(sinabs, Run("Sinabs+LIF", [1f, 1f - SpikeMath.Exp(-1f)], [1f]).Outputs[0]);
        Assert.Equal(1f, SpikeMath.Spike(0f));
        Assert.Equal(1f, SpikeMath.Spike(-0f));
    }

    /// <summary>Where a library compares with &gt;, a membrane at its threshold has to wait.</summary>
    [Fact]
    public void SnnTorch_and_Norse_spike_above_it_only()
    {
        JsonElement torch = Peer("snntorch.Leaky(beta=1)");
        foreach (string name in new[] { "SnnTorch+Leaky", "SnnTorch+LearnedLeaky", "SnnTorch+PerNeuronLeaky" })
        {
            ForwardRun run = Run(name, [1f, 1f], File.At("input").Singles());
            Assert.Equal(torch.At("spikes").Singles(), run.Outputs[0]);
            Assert.Equal(torch.At("mem").Singles(), run.Outputs[1]);
        }

        float[] norse = Peer("norse.LIFBox(dt*tau_mem_inv=1) on input 1.0,1.0,1.5").At("spikes").Singles();
        Assert.Equal(norse, Run("Norse+LIFBox", [1f, 1f, 0f, 1f, 0f], [1f, 1f, 1.5f]).Outputs[0]);
        Assert.Equal(norse, Run("Norse+SubtractLIFBox", [1f, 1f, 0f, 1f], [1f, 1f, 1.5f]).Outputs[0]);
    }

    /// <summary>At the threshold the surrogate is at its peak, whether the neuron spikes there or not.</summary>
    [Fact]
    public void The_gradient_at_the_threshold_is_that_of_the_surrogate()
    {
        TestModel model = TestModel.OfPreset("SnnTorch+Leaky");
        Trial trial = Trial(model, [0.5f, 1f], [0.5f, 0.75f]); // a membrane of 0.5, then of 1
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
        Assert.Equal([0.5f, 1f], run.Outputs[1]);
        Assert.Equal([0f, 0f], run.Outputs[0]);
        Assert.Equal(1, model.Kernels.Backward(trial, tape).Inputs[0][1], 1e-6); // ATan's α/π with α = π
    }

    [Theory]
    [InlineData("SnnTorch+Leaky", 1f, 1f)]
    [InlineData("SpikingJelly+SoftIFNode", 1f)]
    public void A_membrane_that_is_not_a_number_does_not_spike(string name, params float[] parameters) =>
        Assert.Equal([0f], Run(name, parameters, [float.NaN]).Outputs[0]);

    private static JsonElement Peer(string name) => File.At("results", name);

    private static ForwardRun Run(string name, float[] parameters, float[] input)
    {
        TestModel model = TestModel.OfPreset(name);
        return model.Kernels.Forward(Trial(model, parameters, input)).Run;
    }

    private static Trial Trial(TestModel model, float[] parameters, float[] input) => new()
    {
        Steps = input.Length,
        Neurons = 1,
        Inputs = [input],
        Parameters = [.. parameters.Select(value => new[] { value })],
        InitialStates = [[0f]],
        OutputGradients = [[.. input.Select(_ => 1f)], new float[input.Length]],
        FinalStateGradients = [[0f]],
    };
}
