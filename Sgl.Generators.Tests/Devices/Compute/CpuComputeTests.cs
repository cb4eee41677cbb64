using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Computing on ILGPU's CPU accelerator, which runs the C# of kernels as it is.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(15)]
public sealed class CpuComputeTests(CpuAcceleratorDevice device) : ComputeSuite(device.Accelerator)
{
    private protected override KernelLauncher LauncherOfLargeGroups() => LauncherOn(device.Tiled);
}
