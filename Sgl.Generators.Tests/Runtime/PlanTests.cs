using Xunit;

namespace Sgl.Tests;

public class PlanTests
{
    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void Plans_what_training_really_keeps(bool isConstant, string layers)
    {
        Signal input = ScheduleTests.Input(isConstant);
        foreach (Schedule schedule in new[]
        {
            Schedule.LayerByLayer, Schedule.Chunked(1), Schedule.Chunked(4), Schedule.Chunked(6), Schedule.Truncated(10),
        })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = schedule;
            network.TrainStep(input, [0, 1, 2], new MembraneCrossEntropy(), new Sgd(0.1f));
            NetworkPlan plan = network.Plan(input.Steps, input.Batch, isConstant: isConstant);
            Assert.Equal(Buffers.BytesOf(network), plan.Bytes);
        }
    }

    [Fact]
    public void Chunks_take_less_memory()
    {
        var network = new Network([new Dense(10, 50), new Spiking<Lif>(50), new Dense(50, 2)]);
        NetworkPlan all = network.Plan(steps: 400, batch: 8);
        NetworkPlan chunks = network.Plan(steps: 400, batch: 8, Schedule.Chunked(20));
        Assert.InRange(chunks.Bytes, 0, all.Bytes / 5);
        Assert.Equal(400 * 8 * 50, all.NeuronSteps);
        Assert.Equal((double)all.Bytes / all.NeuronSteps, all.BytesPerNeuronStep);
    }

    [Fact]
    public void Prints_what_runs_when()
    {
        var network = new Network([new Dense(10, 50), new Spiking<Lif>(50), new Dense(50, 2)]);
        string text = network.Plan(steps: 100, batch: 8, Schedule.Truncated(20), isConstant: true).ToString();
        Assert.StartsWith("100 steps of 8 samples, 5 chunks of 20: all forward; then,", text, StringComparison.Ordinal);
        Assert.Contains("Dense(10 → 50), once for all steps", text, StringComparison.Ordinal);
        Assert.Contains("Spiking<Lif>(50), 20 steps at a time", text, StringComparison.Ordinal);
        Assert.Contains("gradients stop at its start", text, StringComparison.Ordinal);
        Assert.Contains("  output of all chunks", text, StringComparison.Ordinal);
        Assert.Contains("per neuron-step", text, StringComparison.Ordinal);
        Assert.Contains("layer by layer", network.Plan(100, 8).ToString(), StringComparison.Ordinal);
    }
}
