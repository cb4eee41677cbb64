using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>What <see cref="Network.Train"/> does anywhere: what the same steps do one by one.</summary>
public abstract class TrainSuite(Device device)
{
    private const int Features = 5;
    private const int Steps = 11;

    // The last one is smaller, as in an epoch; the one in the middle is larger, so that buffers grow meanwhile.
    private static readonly int[] Sizes = [3, 3, 6, 3, 2];

    public static TheoryData<bool, string> Cases => ScheduleTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Signals_train_with_the_bits_of_steps_one_by_one(bool isConstant, string layers)
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4), Schedule.Truncated(5) })
            CompareWithSteps(layers, schedule, () => Signals(isConstant));
    }

    [Fact]
    public void Values_are_encoded_with_the_bits_of_steps_one_by_one()
    {
        CompareWithSteps("Feedforward", Schedule.LayerByLayer, () => Encoded(new ConstantEncoder()));
        CompareWithSteps("Feedforward", Schedule.Chunked(4), () => Encoded(new PoissonEncoder(2)));
        CompareWithSteps("Looped", Schedule.LayerByLayer, () => Encoded(new LatencyEncoder()));
    }

    [Fact]
    public void A_source_that_throws_leaves_all_whole_steps_and_their_results()
    {
        (float[] expected, BatchResult[] steps) = OneByOne("Feedforward", Schedule.LayerByLayer, Signals(false).Take(2));
        Network network = ScheduleTests.Create("Feedforward", device: device);
        var adam = new Adam(1e-3f);
        var seen = new Recorder();
        IEnumerable<Batch> failing = Signals(false).Select(
            (batch, i) => i < 2 ? batch : throw new FormatException("The file ends here."));
        Assert.Throws<FormatException>(() => network.Train(failing, new MembraneCrossEntropy(), adam, seen));
        Assert.Equal(steps, seen.Results);
        Bits.Same(expected, Parameters(network));

        // And training goes on from there.
        (float[] all, BatchResult[] allSteps) = OneByOne("Feedforward", Schedule.LayerByLayer, Signals(false));
        Assert.Equal(allSteps[2..], network.Train(Signals(false).Skip(2), new MembraneCrossEntropy(), adam));
        Bits.Same(all, Parameters(network));
        network.Dispose();
    }

    [Fact]
    public void A_batch_that_does_not_fit_is_named_and_leaves_the_steps_before_it()
    {
        (float[] expected, BatchResult[] steps) = OneByOne("Feedforward", Schedule.LayerByLayer, Signals(false).Take(2));
        var narrow = new Batch(new Signal(new float[4], 1, 1, 4), new int[1]);
        var unknown = new Batch(new Signal(new float[Features], 1, 1, Features), new[] { 3 });
        var tooLarge = new Batch(new ConstantEncoder(), new[] { 0, 0, 2f, 0, 0 }, 4, new int[1]);
        foreach ((Batch wrong, string name) in new[] { (narrow, "Batch 2 has 4 features"), (unknown, "Label 0 is 3"), (tooLarge, "Value 2"), (null!, "Batch 2 is null") })
        {
            Network network = ScheduleTests.Create("Feedforward", device: device);
            var seen = new Recorder();
            string message = Assert.ThrowsAny<ArgumentException>(() => network.Train(
                Signals(false).Take(2).Append(wrong), new MembraneCrossEntropy(), new Adam(1e-3f), seen)).Message;
            Assert.Contains(name, message, StringComparison.Ordinal);
            Assert.Equal(steps, seen.Results);
            Bits.Same(expected, Parameters(network));
            network.Dispose();
        }
    }

    [Fact]
    public void Cancelling_ends_with_the_last_whole_step()
    {
        (float[] expected, BatchResult[] steps) = OneByOne("Feedforward", Schedule.LayerByLayer, Signals(false).Take(2));
        Network network = ScheduleTests.Create("Feedforward", device: device);
        using var source = new CancellationTokenSource();
        var seen = new Recorder();
        Assert.Throws<OperationCanceledException>(() => network.Train(
            Signals(false).Select((batch, i) => CancelAt(i, batch)), new MembraneCrossEntropy(), new Adam(1e-3f), seen, source.Token));
        Assert.Equal(steps, seen.Results);
        Bits.Same(expected, Parameters(network));
        network.Dispose();

        Batch CancelAt(int i, Batch batch)
        {
            if (i == 2) source.Cancel();
            return batch;
        }
    }

    [Fact]
    public void The_network_may_be_used_between_two_batches()
    {
        (float[] expected, BatchResult[] steps) = OneByOne("Feedforward", Schedule.LayerByLayer, Signals(false));
        Network network = ScheduleTests.Create("Feedforward", device: device);
        List<BatchResult> between = [];
        Assert.Equal(steps, network.Train(Signals(false).Select(Judge), new MembraneCrossEntropy(), new Adam(1e-3f)));
        Bits.Same(expected, Parameters(network));
        Assert.Equal(Sizes.Length, between.Count);
        Assert.NotEqual(between[0].Loss, between[^1].Loss);
        network.Dispose();

        Batch Judge(Batch batch)
        {
            between.Add(network.Evaluate(ScheduleTests.Input(), [0, 1, 2], new RateCrossEntropy()));
            return batch;
        }
    }

    [Fact]
    public void No_batches_are_no_steps()
    {
        Network network = ScheduleTests.Create("Feedforward", device: device);
        float[] before = Parameters(network);
        Assert.Empty(network.Train([], new RateCrossEntropy(), new Adam()));
        Bits.Same(before, Parameters(network));
        network.Dispose();
    }

    private void CompareWithSteps(string layers, Schedule schedule, Func<IEnumerable<Batch>> batches)
    {
        (float[] expected, BatchResult[] steps) = OneByOne(layers, schedule, batches());
        Network network = ScheduleTests.Create(layers, device: device);
        network.Schedule = schedule;
        var seen = new Recorder();
        Assert.Equal(steps, network.Train(batches(), new MembraneCrossEntropy(), new Adam(1e-3f), seen));
        Assert.Equal(steps, seen.Results);
        Bits.Same(expected, Parameters(network));
        Assert.NotEqual(steps[0].Loss, steps[1].Loss);
        network.Dispose();
    }

    private (float[] Parameters, BatchResult[] Results) OneByOne(string layers, Schedule schedule, IEnumerable<Batch> batches)
    {
        Network network = ScheduleTests.Create(layers, device: device);
        network.Schedule = schedule;
        var adam = new Adam(1e-3f);
        BatchResult[] results = [.. batches.Select(batch => Step(network, batch, adam))];
        float[] parameters = Parameters(network);
        network.Dispose();
        return (parameters, results);
    }

    private static BatchResult Step(Network network, Batch batch, Adam adam)
    {
        NetworkInput input = batch.Input;
        ReadOnlySpan<int> labels = batch.Labels.Span;
        return input.Encoder is { } encoder
            ? network.TrainStep(encoder, input.Values, input.Steps, labels, new MembraneCrossEntropy(), adam)
            : network.TrainStep(input.Signal, labels, new MembraneCrossEntropy(), adam);
    }

    private static float[] Parameters(Network network)
    {
        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
    }

    // All batches in the same memory, as a source of them may hand them out.
    private static IEnumerable<Batch> Signals(bool isConstant)
    {
        float[] values = new float[Sizes.Max() * Features * Steps];
        int[] labels = new int[Sizes.Max()];
        for (int i = 0; i < Sizes.Length; i++)
        {
            int length = Sizes[i] * Features * (isConstant ? 1 : Steps);
            Fill(values.AsSpan(0, length), labels, i);
            yield return new Batch(
                new Signal(values.AsMemory(0, length), Steps, Sizes[i], Features, isConstant), labels.AsMemory(0, Sizes[i]));
        }
    }

    private static IEnumerable<Batch> Encoded(Encoder encoder)
    {
        float[] values = new float[Sizes.Max() * Features];
        int[] labels = new int[Sizes.Max()];
        for (int i = 0; i < Sizes.Length; i++)
        {
            Fill(values, labels, i);
            yield return new Batch(encoder, values.AsMemory(0, Sizes[i] * Features), Steps, labels.AsMemory(0, Sizes[i]));
        }
    }

    private static void Fill(Span<float> values, Span<int> labels, int batch)
    {
        Bits.Fill(values, (ulong)batch, 0, 1);
        for (int i = 0; i < labels.Length; i++) labels[i] = (i + batch) % 3;
    }

    private sealed class Recorder : IProgress<BatchResult>
    {
        public List<BatchResult> Results { get; } = [];

        public void Report(BatchResult value) => Results.Add(value);
    }
}
