using Xunit;

namespace Sgl.Tests.Observing;

public class ActivityReportTests
{
    private const int Steps = 20;

    // Currents of 0, 0.55, 1 and 5 in units of the threshold: never, every other step, always and always.
    private static readonly float[] Drive = [0f, 0.55f, 1f, 5f];

    [Fact]
    public void Knows_the_dead_and_the_saturated()
    {
        Network network = Create();
        var report = new ActivityReport();
        using (network.Observe(report)) network.Forward(Input());
        LayerActivity activity = Assert.Single(report.Layers);
        long[] spikes = [.. Drive.Select(Count)];
        Assert.Equal([0, spikes[1], Steps, Steps], spikes);
        Assert.InRange(spikes[1], 9, 11);
        Assert.Equal((1, 2L * Steps, "Spiking<IntegrateAndFire>(4)"), (activity.Index, activity.SampleSteps, activity.Layer.ToString()));
        Assert.Equal([0, (double)spikes[1] / Steps, 1, 1], activity.Rates);
        Assert.Equal((0, 1), (activity.MinRate, activity.MaxRate));
        Assert.Equal(activity.Rates.Sum() / 4, activity.MeanRate, 12);
        Assert.Equal([0], activity.Dead);
        Assert.Equal([2, 3], activity.Saturated);
        var histogram = new int[10];
        (histogram[0], histogram[spikes[1] * 10 / Steps], histogram[9]) = (1, 1, 2);
        Assert.Equal(histogram, activity.Histogram);
        string[] lines = report.ToString().Split('\n');
        Assert.Contains("1: Spiking<IntegrateAndFire>(4)", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($"  1          2  {string.Join(' ', histogram)}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_of_saturation_can_be_set()
    {
        Network network = Create();
        var report = new ActivityReport { SaturatedRate = 0.4 };
        using (network.Observe(report)) network.Forward(Input());
        Assert.Equal([1, 2, 3], report.Layers[0].Saturated);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityReport { SaturatedRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityReport { SaturatedRate = 1.1 });
    }

    [Fact]
    public void A_neuron_that_any_sample_wakes_is_not_dead_and_counts_add_up()
    {
        Network network = Create();
        var report = new ActivityReport();
        using (network.Observe(report))
        {
            network.Forward(Input());
            var strong = new float[Steps * 2 * 4];
            strong.AsSpan(strong.Length - 4).Fill(9f);
            network.Forward(new Signal(strong, Steps, 2, 4));
        }

        Assert.Empty(report.Layers[0].Dead);
        Assert.Equal(1.0 / (4 * Steps), report.Layers[0].MinRate);
        report.Clear();
        Assert.Equal(0, report.Layers[0].SampleSteps);
        Assert.Empty(report.Layers[0].Dead);
        Assert.DoesNotContain("NaN", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void Counts_what_a_recorder_records_under_every_schedule(bool isConstant, string layers)
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4), Schedule.Truncated(3) })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = schedule;
            var report = new ActivityReport();
            using IDisposable observation = network.Observe(report);
            Recorder recorder = RecorderTests.Record(network, ScheduleTests.Input(isConstant));
            foreach (LayerActivity activity in report.Layers)
            {
                Signal output = recorder[activity.Index].Outputs;
                double[] rates = new double[output.Features];
                for (int i = 0; i < output.Data.Length; i++) rates[i % rates.Length] += output.Data.Span[i];
                Assert.Equal(rates.Select(count => count / (output.Steps * 3)), activity.Rates);
            }

            int[] expected = layers switch
            {
                "Feedforward" or "TwoInputs" or "Channels" => [2],
                "Residual" => [1, 5],
                "Branched" => [1, 3],
                "Scaled" => [4],
                "Excited" => [3, 6],
                "Nested" => [1, 10, 13],
                "NamedOutputs" => [2, 5],
                "NamedInCycle" => [3, 10],
                _ => [1],
            };
            Assert.Equal(expected, report.Layers.Select(activity => activity.Index));
        }
    }

    [Fact]
    public void An_output_that_does_not_change_counts_at_every_step()
    {
        var network = new Network([new Comparator()], threads: 1);
        var report = new ActivityReport();
        using (network.Observe(report)) Assert.True(network.Forward(Input()).IsConstant);
        Assert.Equal(2L * Steps, report.Layers[0].SampleSteps);
        Assert.Equal([0, 0, 1, 1], report.Layers[0].Rates);
    }

    private static int Count(float drive)
    {
        var neuron = new IntegrateAndFire();
        return Enumerable.Range(0, Steps).Count(_ => neuron.Step(drive) == 1f);
    }

    // Each feature drives one neuron.
    private static Network Create()
    {
        var dense = new Dense(4, 4, bias: false);
        var network = new Network([dense, new Spiking<IntegrateAndFire>(4), new Dense(4, 2)], threads: 1);
        dense.Weight.Value.Span.Clear();
        for (int i = 0; i < 4; i++) dense.Weight.Value.Span[i * 5] = 1f;
        return network;
    }

    private static Signal Input() => new((float[])[.. Drive, .. Drive], Steps, 2, 4, isConstant: true);

    /// <summary>1 where an input is at least 1, else 0.</summary>
    private sealed class Comparator() : Layer(4, 4)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        protected internal override LayerTraits Traits => LayerTraits.KeepsConstant | LayerTraits.GivesSpikes;

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass) => new(
            (float[])[.. input.Data.ToArray().Select(x => x >= 1f ? 1f : 0f)], input.Steps, input.Batch, 4, input.IsConstant);

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => default;
    }
}
