using Xunit;

namespace Sgl.Tests;

/// <summary>Batch after batch without learning.</summary>
public class EvaluateTests
{
    private static readonly int[] Labels = [0, 1, 2];

    [Fact]
    public void Gives_the_result_of_each_batch_and_changes_nothing()
    {
        Network network = ScheduleTests.Create("Feedforward");
        float[] before = Values(network);
        var encoded = new Batch(new ConstantEncoder(), Bits.Random(15, 1, 0, 1), 11, Labels);
        Batch[] batches = [new Batch(ScheduleTests.Input(), Labels), encoded];
        var seen = new Seen();
        IReadOnlyList<BatchResult> results = network.EvaluateAll(batches, new MembraneCrossEntropy(), seen);
        BatchResult[] expected =
        [
            network.Evaluate(ScheduleTests.Input(), Labels, new MembraneCrossEntropy()),
            network.Evaluate(new ConstantEncoder(), Bits.Random(15, 1, 0, 1), 11, Labels, new MembraneCrossEntropy()),
        ];
        Assert.NotEqual(expected[0], expected[1]);
        Assert.Equal(expected, results);
        Assert.Equal(expected, seen.Results);
        Bits.Same(before, Values(network));
    }

    [Fact]
    public void Can_be_cancelled_between_batches()
    {
        Network network = ScheduleTests.Create("Feedforward");
        using var source = new CancellationTokenSource();
        var seen = new Seen { WhenTold = source.Cancel };
        Batch[] batches = [new Batch(ScheduleTests.Input(), Labels), new Batch(ScheduleTests.Input(), Labels)];
        Assert.Throws<OperationCanceledException>(
            () => network.EvaluateAll(batches, new MembraneCrossEntropy(), seen, source.Token));
        Assert.Single(seen.Results);
        Assert.Equal(2, network.EvaluateAll(batches, new MembraneCrossEntropy(), cancellationToken: CancellationToken.None).Count);
    }

    [Fact]
    public void Can_be_cancelled_between_layers()
    {
        Network network = ScheduleTests.Create("Feedforward");
        using var source = new CancellationTokenSource();
        var observer = new CancelsAtLayer(2, source);
        using IDisposable observation = network.Observe(observer);
        Assert.Throws<OperationCanceledException>(() => network.EvaluateAll(
            [new Batch(ScheduleTests.Input(), Labels)], new MembraneCrossEntropy(), cancellationToken: source.Token));
        Assert.Equal([0, 1, 2], observer.Layers);
    }

    [Fact]
    public void Names_a_batch_that_does_not_fit()
    {
        Network network = ScheduleTests.Create("Feedforward");
        var narrow = new Batch(new Signal(new float[4], 1, 1, 4), new int[1]);
        string message = Assert.Throws<ArgumentException>(
            () => network.EvaluateAll([narrow], new MembraneCrossEntropy())).Message;
        Assert.Contains("Batch 0 has 4 features; the network takes 5", message, StringComparison.Ordinal);
    }

    private static float[] Values(Network network) => [.. network.Parameters.SelectMany(p => p.Value.ToArray())];

    private sealed class Seen : IProgress<BatchResult>
    {
        public List<BatchResult> Results { get; } = [];

        public Action? WhenTold { get; init; }

        public void Report(BatchResult value)
        {
            Results.Add(value);
            WhenTold?.Invoke();
        }
    }

    private sealed class CancelsAtLayer(int layer, CancellationTokenSource source) : PassObserver
    {
        public List<int> Layers { get; } = [];

        protected internal override void OnForward(LayerForward pass)
        {
            Layers.Add(pass.Index);
            if (pass.Index == layer) source.Cancel();
        }
    }
}
