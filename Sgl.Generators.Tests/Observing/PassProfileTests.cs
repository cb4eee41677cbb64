using Xunit;

namespace Sgl.Tests.Observing;

public class PassProfileTests
{
    private const int Batch = 3;
    private static readonly int[] Labels = [0, 1, 2];

    /// <summary>Steps 11, samples 3; Dense layers of 5 → 8, 8 → 9, 9 → 300 and 300 → 3; only the third is fed spikes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Synaptic_operations_are_those_counted_by_hand(bool isConstant)
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4) })
        {
            Network network = ScheduleTests.Create("Feedforward");
            network.Schedule = schedule;
            var profile = new PassProfile();
            using IDisposable observation = network.Observe(profile);
            Recorder recorder = RecorderTests.Record(network, ScheduleTests.Input(isConstant));
            long spikes = recorder[2].Outputs.Data.ToArray().Count(value => value == 1f);
            Assert.NotEqual(0, spikes);
            long rows = isConstant ? Batch : 11 * Batch;
            Assert.Equal([0, 0, 0, 300 * spikes, 0, 0, 0], profile.Layers.Select(layer => layer.Accumulates));
            Assert.Equal(
                [rows * 5 * 8, rows * 8 * 9, 0, 0, 0, 11 * Batch * 300 * 3, 0],
                profile.Layers.Select(layer => layer.MultiplyAccumulates));
            Assert.Equal(Batch, profile.Samples);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4)]
    [InlineData(1)]
    public void Recurrent_synapses_get_the_outputs_of_the_step_before(int chunk)
    {
        Network network = ScheduleTests.Create("Looped");
        network.Schedule = Schedule.Chunked(chunk);
        var profile = new PassProfile();
        using IDisposable observation = network.Observe(profile);
        Recorder recorder = RecorderTests.Record(network, ScheduleTests.Input());
        long spikes = recorder[1].Outputs.Slice(0, 10).Data.ToArray().Count(value => value == 1f);
        Assert.NotEqual(0, spikes);
        Assert.Equal((9 * spikes, 0), (profile.Layers[1].Accumulates, profile.Layers[1].MultiplyAccumulates));
        Assert.Equal((0, 10 * Batch * 9 * 9), (profile.Layers[2].Accumulates, profile.Layers[2].MultiplyAccumulates));
    }

    [Fact]
    public void Binary_input_counts_as_spikes()
    {
        var network = new Network([new Dense(40, 7), new Spiking<LeakyReadout>(7)]);
        Signal input = SpikeCurrentTests.Input(steps: 6, batch: 2, features: 40);
        var profile = new PassProfile();
        using (network.Observe(profile)) network.Forward(input);
        Assert.Equal(7L * input.Data.ToArray().Count(value => value == 1f), profile.Layers[0].Accumulates);
        Assert.Equal(0, profile.Layers[0].MultiplyAccumulates);
    }

    [Fact]
    public void Times_are_those_of_the_passes_that_were_made()
    {
        Network network = ScheduleTests.Create("Feedforward");
        var profile = new PassProfile();
        Assert.Empty(profile.Layers);
        using IDisposable observation = network.Observe(profile);
        network.Forward(ScheduleTests.Input());
        Assert.All(profile.Layers, layer => Assert.True(layer.Forward > TimeSpan.Zero));
        Assert.All(profile.Layers, layer => Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (layer.Recomputed, layer.Backward)));
        network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), new Sgd(0f));
        Assert.All(profile.Layers, layer => Assert.True(layer.Backward > TimeSpan.Zero));
        Assert.All(profile.Layers, layer => Assert.Equal(TimeSpan.Zero, layer.Recomputed));
        network.Schedule = Schedule.Chunked(4);
        network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), new Sgd(0f));
        Assert.All(profile.Layers, layer => Assert.True(layer.Recomputed > TimeSpan.Zero));
        profile.Clear();
        Assert.All(profile.Layers, layer => Assert.Equal(TimeSpan.Zero, layer.Forward));
    }

    [Fact]
    public void Bytes_are_those_of_the_plan_and_the_table_has_them()
    {
        Network network = ScheduleTests.Create("Feedforward");
        network.Schedule = Schedule.Chunked(4);
        var profile = new PassProfile();
        using IDisposable observation = network.Observe(profile);
        network.TrainStep(ScheduleTests.Input(isConstant: true), Labels, new MembraneCrossEntropy(), new Sgd(0f));
        NetworkPlan plan = network.Plan(11, Batch, isConstant: true);
        Assert.Equal(plan.Layers.Select(layer => layer.Bytes), profile.Layers.Select(layer => layer.Bytes));
        string[] lines = profile.ToString().Split('\n');
        Assert.StartsWith("3 samples ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("3: Dense(9 → 300) ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("total ", lines[8], StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{plan.Layers[3].Bytes:N0}"), lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_counts_as_a_pass_does()
    {
        Network network = ScheduleTests.Create("Looped");
        Signal input = ScheduleTests.Input();
        var (whole, streamed) = (new PassProfile(), new PassProfile());
        using (network.Observe(whole)) network.Forward(input);
        using (network.Observe(streamed))
        {
            Stepper stepper = network.OpenStream();
            for (int t = 0; t < input.Steps; t++) stepper.Step(input.Slice(t, 1));
        }

        Assert.Equal(whole.Samples, streamed.Samples);
        Assert.Equal(
            whole.Layers.Select(layer => (layer.Accumulates, layer.MultiplyAccumulates)),
            streamed.Layers.Select(layer => (layer.Accumulates, layer.MultiplyAccumulates)));
    }
}
