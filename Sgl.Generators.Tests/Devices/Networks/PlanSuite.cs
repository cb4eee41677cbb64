using Sgl.Tests.Backends;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>The plan of a network on a device, held to the buffers that training leaves there.</summary>
public abstract class PlanSuite(Device device)
{
    private static readonly int[] Labels = [0, 1, 2];
    private static readonly Schedule[] Schedules = [Schedule.LayerByLayer, Schedule.Chunked(1), Schedule.Chunked(4), Schedule.Truncated(10)];

    public static TheoryData<bool, string> Cases => ScheduleTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_what_training_really_keeps(bool isConstant, string layers)
    {
        Signal input = isConstant ? ScheduleTests.Input(isConstant: true) : Spikes();
        foreach (Schedule schedule in Schedules)
        {
            Network network = ScheduleTests.Create(layers, device: device);
            network.Schedule = schedule;
            var sgd = new Sgd(0.001f);
            network.TrainStep(input, Labels, new MembraneCrossEntropy(), sgd);
            NetworkPlan plan = network.Plan(input.Steps, input.Batch, isConstant: isConstant);
            Assert.Equal(plan.Bytes - OfTheNextBatch(plan), Buffers.BytesOf(network));

            network.Train([new Batch(input, Labels), new Batch(input, Labels)], new MembraneCrossEntropy(), sgd);
            Assert.Equal(plan.Bytes, Buffers.BytesOf(network));
            network.Dispose();
        }
    }

    [Fact]
    public void Plans_what_is_encoded_there()
    {
        float[] values = Bits.Random(3 * 5, 4, 0, 1);
        foreach (Encoder encoder in new Encoder[] { new ConstantEncoder(), new PoissonEncoder(1), new LatencyEncoder(), new Burst(), new Square() })
        foreach (Schedule schedule in Schedules)
        {
            Network network = ScheduleTests.Create("Feedforward", device: device);
            network.Schedule = schedule;
            NetworkPlan plan = network.Plan(encoder, steps: 11, batch: 3);
            network.TrainStep(encoder, values, 11, Labels, new MembraneCrossEntropy(), new Sgd(0.001f));
            Assert.Equal(plan.Bytes - OfTheNextBatch(plan), Buffers.BytesOf(network));
            network.Dispose();
        }
    }

    [Fact]
    public void An_input_that_is_no_spikes_keeps_no_buffers_for_them()
    {
        Network network = ScheduleTests.Create("Feedforward", device: device);
        network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), new Sgd(0.001f));
        NetworkPlan plan = network.Plan(11, 3);
        long ifSpikes = plan.Layers.Sum(layer => layer.Buffers
            .Where(buffer => buffer.Name.Contains("spikes", StringComparison.Ordinal) && buffer.Name.Contains("if ", StringComparison.Ordinal))
            .Sum(buffer => buffer.Bytes));
        Assert.Equal(plan.Bytes - OfTheNextBatch(plan) - ifSpikes, Buffers.BytesOf(network));
        network.Dispose();
    }

    [Fact]
    public void A_budget_is_kept_on_the_device()
    {
        Network network = ScheduleTests.Create("Looped", device: device);
        long three = network.Plan(11, 3, Schedule.Chunked(3)).Bytes;
        network.Schedule = Schedule.Auto(three);
        Assert.InRange(network.Plan(11, 3).StepsPerChunk, 3, 10);
        network.Train(
            [new Batch(Spikes(), Labels), new Batch(Spikes(), Labels)], new MembraneCrossEntropy(), new Sgd(0.001f));
        Assert.InRange(Buffers.BytesOf(network), 1, three);

        network.Schedule = Schedule.Auto(1000);
        Assert.Throws<InvalidOperationException>(() => network.Forward(Spikes()));
        network.Dispose();
    }

    private static long OfTheNextBatch(NetworkPlan plan) =>
        plan.Shared.Where(buffer => buffer.Name.Contains("the next batch", StringComparison.Ordinal)).Sum(buffer => buffer.Bytes);

    private static Signal Spikes() =>
        new(new Spikes(11, 3, 5, 0.4).Values, 11, 3, 5);
}

/// <summary>On ILGPU's CPU accelerator.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(10)]
public sealed class CpuAcceleratorPlanTests(CpuAcceleratorDevice accelerator) : PlanSuite(accelerator.Device);

/// <summary>As OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(OpenClGroup))]
[Slow(10)]
public sealed class OpenClPlanTests(OpenClDevice device) : PlanSuite(device.Require());
