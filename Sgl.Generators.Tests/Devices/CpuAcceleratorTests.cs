using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>
/// The kernels for ILGPU on its CPU accelerator, which runs their C# as it is: what they mean, but not yet what a
/// backend makes of them.
/// </summary>
public sealed class CpuAcceleratorTests : IClassFixture<CpuAcceleratorTests.Device>
{
    private readonly Accelerator _accelerator;

    public CpuAcceleratorTests(Device device) => _accelerator = device.Accelerator;

    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Kernels_have_the_bits_of_the_simd_kernels(string file, string name) =>
        DeviceSuite.Holds(TestModel.Of(file, name), _accelerator);

    /// <summary>One for all tests: starting it takes longer than most of them.</summary>
    public sealed class Device : IDisposable
    {
        private readonly Context _context = Context.Create(builder => builder.CPU(new CPUDevice(2, 1, 1)));

        public Device() => Accelerator = _context.CreateCPUAccelerator(0);

        internal Accelerator Accelerator { get; }

        public void Dispose()
        {
            Accelerator.Dispose();
            _context.Dispose();
        }
    }
}
