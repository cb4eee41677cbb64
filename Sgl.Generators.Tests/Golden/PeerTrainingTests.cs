using System.Text.Json;
using Sgl.Presets;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>Training a network of two layers, step by step as snnTorch and torch.optim.Adam do.</summary>
public class PeerTrainingTests
{
    // float32 against float64: 7e-7 where sums are eight lanes wide, and their order depends on the width.
    private const double Tolerance = 5e-6;

    private static readonly string[] Names = ["W1", "b1", "W2", "b2"];

    [Fact]
    public void Losses_spikes_gradients_and_parameters_are_snnTorch_s()
    {
        JsonElement file = Sources.Vector("snntorch_mlp_train");
        var neuron = new SnnTorch.Leaky { Beta = 0.95f };
        var network = new Network(
        [
            new Dense(8, 12), new Spiking<SnnTorch.Leaky>(12, neuron),
            new Dense(12, 4), new Spiking<SnnTorch.Leaky>(4, neuron, output: "Mem"),
        ]);
        foreach ((Parameter parameter, string name) in network.Parameters.Zip(Names))
            file.At("init", name).Singles().CopyTo(parameter.Value);
        var input = new Signal(file.At("init", "x").Singles(), file.At("T").GetInt32(), file.At("B").GetInt32(), 8);
        int[] labels = [.. file.At("init", "y").Numbers().Select(label => (int)label)];
        var loss = new MembraneCrossEntropy();
        var adam = new Adam(1e-2f);

        foreach (JsonElement step in file.At("float64", "steps").EnumerateArray())
        {
            float[] membrane = network.Forward(input).Data.ToArray();
            Assert.Equal(step.At("out_spikes").Singles(), membrane.Select(u => u > 1f ? 1f : 0f));
            double value = network.TrainStep(input, labels, loss, adam).Loss;
            Near.Largest(Tolerance, "loss", step.At("loss").Numbers(), [value]);
            foreach ((Parameter parameter, string name) in network.Parameters.Zip(Names))
            {
                double[] gradient = Near.Widen(parameter.Gradient.ToArray());
                Near.Largest(Tolerance, name, step.At("grads", name).Numbers(), gradient);
                double[] after = Near.Widen(parameter.Value.ToArray());
                Near.Largest(Tolerance, name, step.At("params_after", name).Numbers(), after);
            }
        }
    }
}
