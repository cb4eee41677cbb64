using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace Sgl.Tests.Devices;

/// <summary>Random models on ILGPU's CPU accelerator, through its backends, and on PoCL where there is one.</summary>
public sealed class RandomDeviceTests(CpuAcceleratorDevice cpu, OpenClDevice openCl, OfflineBackends backends)
    : IClassFixture<CpuAcceleratorDevice>, IClassFixture<OpenClDevice>, IClassFixture<OfflineBackends>
{
    [Fact]
    public void Kernels_have_the_bits_of_the_simd_kernels() => Holds(first: 0, count: 10, onOpenCl: 4);

    /// <summary>More of them, with <c>-explicit only</c>.</summary>
    [Theory(Explicit = true)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(400)]
    [InlineData(500)]
    public void So_have_those_of_more_models(int first) => Holds(first, count: 100, onOpenCl: 100);

    private void Holds(int first, int count, int onOpenCl)
    {
        string[] bodies = RandomModelTests.Bodies(7000 + first, count);
        TestModel[] models = RandomModels.Compile(BuildProperties.None, bodies);
        for (int i = 0; i < models.Length; i++)
        {
            try
            {
                BackendTests.Holds(models[i], backends);
                if (models[i].Model.FastMath) continue;
                DeviceSuite.HoldsForOneTrial(models[i], cpu.Accelerator);
                if (i < onOpenCl && openCl.Found is { } pocl) DeviceSuite.HoldsForOneTrial(models[i], pocl.Accelerator);
            }
            catch (XunitException failure)
            {
                throw new XunitException(bodies[i], failure);
            }
        }
    }
}
