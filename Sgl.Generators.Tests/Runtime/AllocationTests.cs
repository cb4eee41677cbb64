using Sgl.Tests.Backends;
using Xunit;

namespace Sgl.Tests;

/// <summary>
/// What allocates nothing. Alone, because tests beside it would take arrays from the pool that it has given back.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void A_training_step_allocates_nothing_after_the_first(bool isConstant, string layers)
    {
        Signal input = ScheduleTests.Input(isConstant);
        int[] labels = [0, 1, 2];
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4), Schedule.Auto(1 << 20) })
        foreach (Loss loss in new Loss[] { new RateCrossEntropy(), new MaxOverTimeCrossEntropy(), new MembraneCrossEntropy(), new SquaredError() })
        foreach (Optimizer optimizer in new Optimizer[] { new Adam(), new Sgd(0.0001f, 0.9f), new Lion(1e-5f) })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = schedule;
            ExpectNoneAfterTheFirst(() => network.TrainStep(input, labels, loss, optimizer));
        }
    }

    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void A_stream_allocates_nothing_after_the_first_step(bool isConstant, string layers)
    {
        Stepper stepper = ScheduleTests.Create(layers).OpenStream();
        Signal step = ScheduleTests.Input(isConstant).Slice(0, 1);
        ExpectNoneAfterTheFirst(() => stepper.Step(step));
    }

    [Fact]
    public void Neurons_that_compute_their_current_allocate_nothing()
    {
        Signal input = SpikeCurrentTests.Input(steps: 25, batch: 8, features: 40);
        var network = new Network([new Dense(40, 64), new Spiking<Lif>(64), new Dense(64, 2)], threads: 1);
        ExpectNoneAfterTheFirst(() => network.Forward(input, training: true));
    }

    // A first round may: the process creates delegates and the lists of its pool once, and the first time that spikes are
    // so many that they are multiplied and not summed, a product borrows what it never borrowed before. The collector
    // empties the pool now and then, too; what a step allocates by itself it allocates in every round.
    private static void ExpectNoneAfterTheFirst(Action action)
    {
        action();
        long allocated = -1;
        for (int round = 0; round < 200 && allocated != 0; round++)
        {
            if (round > 5) Thread.Sleep(10); // code that is not yet optimized boxes what optimized code does not
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++) action();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
