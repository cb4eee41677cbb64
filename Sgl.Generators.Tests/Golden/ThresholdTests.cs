using System.Text.Json;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>A membrane exactly at its threshold spikes, as in SpikingJelly and sinabs.</summary>
public class ThresholdTests
{
    private static readonly JsonElement File = Sources.Vector("threshold_equality");

    [Fact]
    public void SpikingJelly_and_sinabs_spike_at_the_threshold_as_we_do()
    {
        JsonElement jelly = Peer("spikingjelly.IFNode(v_reset=None)");
        ForwardRun run = Run("SpikingJellyIfSoft", [1f], File.At("input").Singles());
        Assert.Equal(jelly.At("spikes").Singles(), run.Outputs[0]);
        Assert.Equal(jelly.At("v_seq").Singles(), run.Outputs[1]);

        float[] sinabs = Peer("sinabs.LIF(tau_mem=1e9) on input 1.0").At("spikes").Singles();
        Assert.Equal(sinabs, Run("SpikingJellyIfSoft", [1f], [1f]).Outputs[0]);
        Assert.Equal(1f, SpikeMath.Spike(0f));
        Assert.Equal(1f, SpikeMath.Spike(-0f));
    }

    /// <summary>snnTorch and Norse compare with &gt;: there a membrane at its threshold has to wait.</summary>
    [Fact]
    public void SnnTorch_and_Norse_spike_above_it_only()
    {
        float[] theirs = Peer("snntorch.Leaky(beta=1)").At("spikes").Singles();
        Assert.Equal([0, 0, 1, 1], theirs);
        Assert.Equal([0, 1, 0, 1], Run("SnnTorchSubtract", [1f, 1f], File.At("input").Singles()).Outputs[0]);

        theirs = Peer("norse.LIFBox(dt*tau_mem_inv=1) on input 1.0,1.0,1.5").At("spikes").Singles();
        Assert.Equal([0, 0, 1], theirs);
        Assert.Equal([1, 1, 1], Run("NorseBoxSubtract", [1f, 1f, 0f, 1f], [1f, 1f, 1.5f]).Outputs[0]);
    }

    private static JsonElement Peer(string name) => File.At("results", name);

    private static ForwardRun Run(string name, float[] parameters, float[] input)
    {
        TestModel model = TestModel.Of("Peers", name);
        return model.Kernels.Forward(new Trial
        {
            Steps = input.Length,
            Neurons = 1,
            Inputs = [input],
            Parameters = [.. parameters.Select(value => new[] { value })],
            InitialStates = [[0f]],
            OutputGradients = [],
            FinalStateGradients = [],
        }).Run;
    }
}
