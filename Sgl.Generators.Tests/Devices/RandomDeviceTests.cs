using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>
/// Random models give the same bits as plain C#, as SIMD kernels, on ILGPU's CPU accelerator, and on PoCL where there is one;
/// gradients are those of the interpreted adjoint, too.
/// </summary>
[Collection(nameof(OpenClGroup))]
[Slow(30)]
public sealed class RandomDeviceTests(CpuAcceleratorDevice cpu, OpenClDevice openCl, OfflineBackends backends)
    : IClassFixture<CpuAcceleratorDevice>, IClassFixture<OfflineBackends>
{
    [Fact]
    public void Kernels_have_the_bits_of_Step_and_of_the_simd_kernels() =>
        Holds(RandomModelTests.Bodies(7000, 10), onOpenCl: 4);

    /// <summary>
    /// 500 strict ones, with <c>-explicit only</c>: spikes, states and gradients. Compiled kernels stay in memory, so on a
    /// small machine one process per batch: <c>-preEnumerateTheories -trait batch=0</c> to <c>4</c>.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData(0, Traits = ["batch", "0"])]
    [InlineData(1, Traits = ["batch", "1"])]
    [InlineData(2, Traits = ["batch", "2"])]
    [InlineData(3, Traits = ["batch", "3"])]
    [InlineData(4, Traits = ["batch", "4"])]
    public void So_have_those_of_500_more(int batch) => Holds(
        [.. RandomModelTests.Bodies(7100, 1000).Where(body => !body.Contains("FastMath", StringComparison.Ordinal)).Chunk(100).ElementAt(batch)],
        onOpenCl: 100);

    private void Holds(string[] bodies, int onOpenCl)
    {
        int next = 0;
        RandomModelTests.HoldsForAll(BuildProperties.None, bodies, model =>
        {
            bool isOnOpenCl = next++ < onOpenCl;
            BackendTests.Holds(model, backends);
            if (model.Model.FastMath) return;
            RandomModelTests.CompareEngines(model);
            DeviceSuite.HoldsForOneTrial(model, cpu.Accelerator);
            if (isOnOpenCl && openCl.Found is { } pocl) DeviceSuite.HoldsForOneTrial(model, pocl.Accelerator);
        });
    }
}
