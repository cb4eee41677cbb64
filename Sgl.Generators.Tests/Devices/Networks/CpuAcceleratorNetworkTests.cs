using ILGPU;
using ILGPU.Runtime.Cuda;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>Networks on ILGPU's CPU accelerator.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(20)]
public sealed class CpuAcceleratorNetworkTests(CpuAcceleratorDevice accelerator) : NetworkSuite(accelerator.Device)
{
    [Fact]
    public void A_device_that_is_missing_is_named_with_what_there_is()
    {
        string message = Assert.Throws<DeviceNotFoundException>(() => Device.Gpu(GpuApi.IlgpuCpu, index: 7)).Message;
        Assert.Contains("IlgpuCpu device number 7", message, StringComparison.Ordinal);
        Assert.Contains("Found: CPUAccelerator", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Gpu(GpuApi.Any, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Gpu((GpuApi)9));
    }

    [Fact]
    public void Without_a_driver_the_message_says_so()
    {
        using Context context = Context.Create(builder => builder.Cuda());
        Assert.SkipWhen(context.GetCudaDevices().Count > 0, "There is a CUDA device.");
        string message = Assert.Throws<DeviceNotFoundException>(() => Device.Gpu(GpuApi.Cuda)).Message;
        Assert.Contains("There is no Cuda device number 0. Found: none.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_device_takes_its_networks_along()
    {
        var device = Device.Gpu(GpuApi.IlgpuCpu);
        var network = new Network([new Dense(2, 2)], device: device);
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Forward(new Signal(new float[2], 1, 1, 2)));
        Assert.Throws<ObjectDisposedException>(() => new Network([new Dense(2, 2)], device: device));
    }
}
