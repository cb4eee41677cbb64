using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace Sgl.Tests.Devices;

/// <summary>ILGPU's CPU accelerator, one for all tests of a class: starting it takes longer than most of them.</summary>
public sealed class CpuAcceleratorDevice : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1)));

    public CpuAcceleratorDevice() => Accelerator = _context.CreateCPUAccelerator(0);

    internal Accelerator Accelerator { get; }

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
