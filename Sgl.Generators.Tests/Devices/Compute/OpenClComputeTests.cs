using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Computing as OpenCL C, compiled and run by PoCL.</summary>
public sealed class OpenClComputeTests(OpenClDevice device)
    : ComputeSuite(device.Require().Accelerator), IClassFixture<OpenClDevice>
{
    private protected override KernelLauncher LauncherOfLargeGroups() => Launcher;
}
