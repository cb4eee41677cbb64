using ILGPU.Runtime.Cuda;
using Sgl.Tests.Devices.Compute;
using Xunit;

namespace Sgl.Tests.Devices.Card;

/// <summary>Computing on a graphics card, and cuBLAS, which runs nowhere else.</summary>
public sealed class CardComputeTests(CardDevice card)
    : ComputeSuite(card.Require().Accelerator), IClassFixture<CardDevice>
{
    [Theory]
    [MemberData(nameof(TileShapes))]
    public void The_product_of_cuBLAS_is_near_that_of_the_processor(int m, int n, int k)
    {
        var cuda = Launcher.Accelerator as CudaAccelerator;
        Assert.SkipWhen(cuda is null, $"cuBLAS is for CUDA; this is {Launcher.Accelerator}.");
        var blas = CublasProduct.Load(cuda, new TiledDeviceProduct(Launcher));
        Assert.SkipWhen(blas is null, "cuBLAS is not installed; ILGPU looks for its versions 10 to 12.");
        using var product = new DeviceProduct(blas);
        foreach (ProductCase item in ProductCase.All(m, n, k)) NearProduct(item, Run(Launcher, product, item));
    }

    private protected override KernelLauncher LauncherOfLargeGroups() => Launcher;
}
