using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>Tests on ILGPU's CPU accelerator share one, so that a kernel is compiled once, and use it one after another.</summary>
[CollectionDefinition(nameof(CpuAcceleratorGroup))]
public sealed class CpuAcceleratorGroup : ICollectionFixture<CpuAcceleratorDevice>;

/// <summary>
/// ILGPU's CPU accelerator with groups of two threads, the smallest that it emulates, on one processor: after each group its
/// threads wait for each other, which costs tests more than several processors win.
/// </summary>
public sealed class CpuAcceleratorDevice : IDisposable
{
    private Accelerator? _tiled;

    public CpuAcceleratorDevice()
    {
        Context context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1)).CPU(new CPUDevice(16, 16, 1)).Profiling());
        Device = new GpuDevice(context, context.CreateCPUAccelerator(0));
    }

    internal GpuDevice Device { get; }

    internal Accelerator Accelerator => Device.Accelerator;

    /// <summary>One with groups as large as tiles need.</summary>
    internal Accelerator Tiled => _tiled ??= Accelerator.Context.CreateCPUAccelerator(1);

    public void Dispose()
    {
        _tiled?.Dispose();
        Device.Dispose();
    }
}
