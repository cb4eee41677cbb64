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
            network.TrainStep(input, [0, 1, 2], new RateCrossEntropy(), new Sgd(0.1f));
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
    public void Says_what_was_decided_and_why()
    {
        NetworkNode spikes = NetworkNode.Input(10).Then(new Dense(64)).Then(new Spiking<Lif>());
        NetworkNode both = spikes.Then(new Dense(8)) + spikes.Then(new Dense(8)).Then(new Spiking<LeakyReadout>());
        NetworkPlan plan = new Network(both).Plan(20, 4);
        Expect("Dense 1", "current computed where it is read, tile by tile: yes");
        Expect("Spiking<Lif> 1", "spikes as bits: yes", "input may be overwritten: yes, nothing else reads it");
        Expect(
            "Dense 2",
            "current computed where it is read, tile by tile: no, Sum 1 takes it as a whole",
            "gradient of the input computed where it is read, tile by tile: no, Spiking<Lif> 1 has several readers");
        Expect("Sum 1");
        Assert.Contains("  - spikes as bits: yes\n", plan.ToString(), StringComparison.Ordinal);
        NetworkPlan pair = ScheduleTests.Create("Excited").Plan(20, 4);
        Assert.Contains(
            pair.Layers.Single(layer => layer.Name == "Delay(3)").Decisions,
            decision => decision.StartsWith("step by step: in a cycle with Sum 1, Spiking<Lif> 1, ", StringComparison.Ordinal));
        Assert.Equal(
            ["current computed where it is read, tile by tile: no, only one of Dense 1 and Sum 1 runs step by step"],
            pair.Layers.Single(layer => layer.Node == "Dense 1").Decisions);

        void Expect(string node, params string[] decisions) =>
            Assert.Equal(decisions, plan.Layers.Single(layer => layer.Node == node).Decisions);
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
