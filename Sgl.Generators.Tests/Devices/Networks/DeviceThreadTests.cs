using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>Freeing a device waits for the step that another thread is in; networks of several threads take turns.</summary>
[Slow(10)]
public sealed class DeviceThreadTests
{
    private static readonly int[] Labels = [0, 1, 2];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Freeing_waits_for_the_step_of_another_thread(bool isDevice)
    {
        Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Network network = ScheduleTests.Create("Feedforward", device: device);
        bool isStepDone = false, wasStepDone = false;
        var pause = new ThreadTests.Pause();
        network.Observe(pause);
        Thread? freeing = null;
        pause.During(
            () =>
            {
                network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), new Adam());
                Volatile.Write(ref isStepDone, true);
            },
            () =>
            {
                freeing = new Thread(() =>
                {
                    if (isDevice) device.Dispose();
                    else network.Dispose();
                    wasStepDone = pause.IsOver;
                });
                freeing.Start();
            });
        freeing!.Join();
        Assert.True(wasStepDone);
        Assert.True(Volatile.Read(ref isStepDone));
        ObjectDisposedException e = Assert.Throws<ObjectDisposedException>(() => network.Forward(ScheduleTests.Input()));
        Assert.Contains("disposed of", e.Message, StringComparison.Ordinal);
        device.Dispose();
    }

    [Fact]
    public void Freeing_ends_the_training_of_another_thread_between_two_steps()
    {
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Network network = ScheduleTests.Create("Feedforward", device: device);
        var batch = new Batch(ScheduleTests.Input(), Labels);
        int results = 0;
        var begun = new ManualResetEventSlim();
        Exception? thrown = null;
        var training = new Thread(() =>
        {
            try
            {
                network.Train(Endless(), new RateCrossEntropy(), new Adam(), new Counting(() =>
                {
                    results++;
                    begun.Set();
                }));
            }
            catch (Exception e)
            {
                thrown = e;
            }

            IEnumerable<Batch> Endless()
            {
                while (true) yield return batch;
            }
        });
        training.Start();
        begun.Wait();
        device.Dispose();
        training.Join();
        Assert.IsType<ObjectDisposedException>(thrown);
        Assert.True(results > 0);
    }

    [Fact]
    public void An_observer_cannot_free_what_its_pass_needs()
    {
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        foreach (Action<Network> free in new Action<Network>[] { _ => device.Dispose(), network => network.Dispose() })
        {
            Network network = ScheduleTests.Create("Feedforward", device: device);
            using IDisposable observation = network.Observe(new ThreadTests.Calling(() => free(network)));
            string message = Assert.Throws<InvalidOperationException>(() => network.Forward(ScheduleTests.Input())).Message;
            Assert.Contains("in the middle of a pass", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Networks_of_several_threads_take_turns()
    {
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        float[] expected = Train();
        var results = new float[3][];
        Thread[] threads = [.. results.Select((_, i) => new Thread(() => results[i] = Train()))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        foreach (float[] result in results) Bits.Same(expected, result);

        float[] Train()
        {
            Network network = ScheduleTests.Create("Feedforward", device: device);
            var adam = new Adam();
            for (int i = 0; i < 3; i++) network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), adam);
            network.Dispose();
            return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    [Fact]
    public void Layers_of_a_network_that_the_device_refuses_are_as_before()
    {
        using Device device = Device.Gpu(GpuApi.IlgpuCpu);
        Layer[] layers = [new Dense(5, 8), new Spiking<Lif>(8)];
        Assert.Throws<NotSupportedException>(() => new Network([.. layers, new Dense(8, 3), new Own()], device: device));
        new Network(layers, device: device).Forward(ScheduleTests.Input());
    }

    private sealed class Counting(Action report) : IProgress<BatchResult>
    {
        public void Report(BatchResult value) => report();
    }

    private sealed class Own() : Layer(3, 3)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass) => input;

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) => outputGradient;
    }
}
