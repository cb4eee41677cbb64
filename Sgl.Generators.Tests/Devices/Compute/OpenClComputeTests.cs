using ILGPU.Runtime;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Computing as OpenCL C, compiled and run by PoCL.</summary>
public sealed class OpenClComputeTests(OpenClDevice device)
    : ComputeSuite(Require(device)), IClassFixture<OpenClDevice>
{
    private protected override KernelLauncher LauncherOfLargeGroups() => Launcher;

    private static Accelerator Require(OpenClDevice device)
    {
        Assert.SkipWhen(device.Accelerator is null, "There is no OpenCL with a CPU device, such as PoCL.");
        return device.Accelerator;
    }
}
