using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>Networks as OpenCL C, compiled and run by PoCL.</summary>
public sealed class OpenClNetworkTests(OpenClDevice device)
    : NetworkSuite(Require(device)), IClassFixture<OpenClDevice>
{
    private static GpuDevice Require(OpenClDevice device)
    {
        Assert.SkipWhen(device.Accelerator is null, "There is no OpenCL with a CPU device, such as PoCL.");
        return new GpuDevice(device.Accelerator.Context, device.Accelerator); // which the fixture disposes of
    }
}
