using Sgl.Tests.Devices;
using Xunit;

namespace Sgl.Tests.Observing;

/// <summary>What observers read from a device is what they read on the processor.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
public sealed class DeviceObservingTests(CpuAcceleratorDevice accelerator)
{
    [Theory]
    [InlineData(false, "Feedforward")]
    [InlineData(true, "Feedforward")]
    [InlineData(false, "Looped")]
    public void A_record_is_that_of_the_processor(bool isConstant, string layers)
    {
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4) })
        {
            float[] expected = Record(Device.Cpu), actual = Record(accelerator.Device);
            Bits.Near([.. expected.Select(value => (double)value)], actual, 2e-4);

            float[] Record(Device device)
            {
                Network network = ScheduleTests.Create(layers, device: device);
                network.Schedule = schedule;
                Recorder recorder = RecorderTests.Record(network, ScheduleTests.Input(isConstant));
                network.Dispose();
                return RecorderTests.Numbers(recorder);
            }
        }
    }

    [Fact]
    public void Reports_profiles_and_guards_are_those_of_the_processor()
    {
        Assert.Equal(Observe(Device.Cpu), Observe(accelerator.Device));

        string[] Observe(Device device)
        {
            Network network = ScheduleTests.Create("Feedforward", device: device);
            var (report, profile) = (new ActivityReport(), new PassProfile());
            string found;
            using (network.Observe(report))
            using (network.Observe(profile))
            using (network.Observe(new NonFiniteGuard()))
            {
                network.TrainStep(ScheduleTests.Input(), [0, 1, 2], new MembraneCrossEntropy(), new Sgd(0f));
                float[] values = ScheduleTests.Input().Data.ToArray();
                values[40] = float.PositiveInfinity;
                var bad = new Signal(values, 11, 3, 5);
                found = Assert.Throws<NonFiniteException>(() => network.Forward(bad)).Message;
                network.Parameters[0].Value.Span[5] = float.NaN;
                network.CopyToDevice();
                found += Assert.Throws<NonFiniteException>(() => network.Forward(ScheduleTests.Input())).Message;
            }

            Assert.All(profile.Layers, layer => Assert.True(layer.Forward > TimeSpan.Zero && layer.Backward > TimeSpan.Zero && layer.Bytes > 0));
            network.Dispose();
            return [report.ToString(), .. profile.Layers.Select(layer => $"{layer.Accumulates} {layer.MultiplyAccumulates}"), found];
        }
    }
}
