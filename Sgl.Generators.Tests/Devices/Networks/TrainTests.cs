using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>On the processor.</summary>
public sealed class CpuTrainTests() : TrainSuite(Device.Cpu)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancelling_within_a_step_changes_no_parameter(bool inForward)
    {
        using var source = new CancellationTokenSource();
        var network = new Network([new Dense(2, 2), new Cancelling(source, inForward), new Dense(2, 2)]);
        float[] before = [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        var batch = new Batch(new Signal(new float[] { 1, 2 }, 1, 1, 2), new int[1]);
        Assert.Throws<OperationCanceledException>(
            () => network.Train([batch], new MembraneCrossEntropy(), new Sgd(1f), cancellationToken: source.Token));
        Bits.Same(before, network.Parameters.SelectMany(parameter => parameter.Value.ToArray()).ToArray());
        Assert.Single(network.Train([batch], new MembraneCrossEntropy(), new Sgd(1f)));
        Assert.NotEqual(before, network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void Batches_say_what_does_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new Batch(new Signal(new float[4], 1, 2, 2), new int[3]));
        Assert.Throws<ArgumentException>(() => new Batch(new ConstantEncoder(), new float[5], 2, new int[2]));
        Assert.Throws<ArgumentException>(() => new Batch(new ConstantEncoder(), default, 2, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batch(new ConstantEncoder(), new float[4], 0, new int[2]));
        Assert.Equal(2, new Batch(new ConstantEncoder(), new float[4], 1, new int[2]).Features);
    }

    private sealed class Cancelling(CancellationTokenSource source, bool inForward) : Layer(2, 2)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass)
        {
            if (inForward) source.Cancel();
            return input;
        }

        protected override Signal BackwardCore(Signal outputGradient, Pass pass)
        {
            source.Cancel();
            return outputGradient;
        }
    }
}

/// <summary>On ILGPU's CPU accelerator.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(10)]
public sealed class CpuAcceleratorTrainTests(CpuAcceleratorDevice accelerator) : TrainSuite(accelerator.Device)
{
    [Fact]
    public void A_network_that_is_released_between_two_batches_says_so()
    {
        Network network = ScheduleTests.Create("Feedforward", device: accelerator.Device);
        List<BatchResult> results = [];
        Assert.Throws<ObjectDisposedException>(() => network.Train(
            Enumerable.Range(0, 3).Select(Release), new MembraneCrossEntropy(), new Adam(), new Progress(results)));
        Assert.Equal(2, results.Count);

        Batch Release(int i)
        {
            if (i == 2) network.Dispose();
            return new Batch(ScheduleTests.Input(), new[] { 0, 1, 2 });
        }
    }

    private sealed class Progress(List<BatchResult> results) : IProgress<BatchResult>
    {
        public void Report(BatchResult value) => results.Add(value);
    }
}

/// <summary>As OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(OpenClGroup))]
[Slow(10)]
public sealed class OpenClTrainTests(OpenClDevice device) : TrainSuite(device.Require());
