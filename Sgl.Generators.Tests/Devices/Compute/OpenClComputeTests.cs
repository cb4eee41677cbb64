using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Computing as OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(OpenClGroup))]
[Slow(20)]
public sealed class OpenClComputeTests(OpenClDevice device) : ComputeSuite(device.Require().Accelerator)
{
    private protected override KernelLauncher LauncherOfLargeGroups() => Launcher;
}
