using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Computing on ILGPU's CPU accelerator, which runs the C# of kernels as it is.</summary>
public sealed class CpuComputeTests(CpuComputeTests.Device device)
    : ComputeSuite(device.Accelerator), IClassFixture<CpuComputeTests.Device>
{
    /// <summary>One whose groups are pairs, since a thread is dear, and one with groups as large as tiles need.</summary>
    public sealed class Device : IDisposable
    {
        private readonly Context _context =
            Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1)).CPU(new CPUDevice(16, 16, 1)));

        private Accelerator? _tiled;

        public Device() => Accelerator = _context.CreateCPUAccelerator(0);

        internal Accelerator Accelerator { get; }

        internal Accelerator Tiled => _tiled ??= _context.CreateCPUAccelerator(1);

        public void Dispose()
        {
            _tiled?.Dispose();
            Accelerator.Dispose();
            _context.Dispose();
        }
    }

    private protected override KernelLauncher LauncherOfLargeGroups() => LauncherOn(device.Tiled);
}
