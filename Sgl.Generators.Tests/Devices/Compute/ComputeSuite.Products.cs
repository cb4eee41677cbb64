using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    public static readonly TheoryData<int, int, int> ProductShapes = new()
    {
        { 1, 1, 1 }, { 3, 5, 7 }, { 7, 3, 0 }, { 0, 3, 2 }, { 3, 0, 2 }, { 70, 9, 33 }, { 5, 66, 40 },
    };

    // Larger than a tile, and a tile exactly.
    public static readonly TheoryData<int, int, int> TileShapes = new()
    {
        { 1, 1, 1 }, { 3, 2, 0 }, { 64, 64, 16 }, { 65, 63, 17 }, { 10, 130, 33 },
    };

    private protected abstract KernelLauncher LauncherOfLargeGroups();

    [Theory]
    [MemberData(nameof(ProductShapes))]
    public void The_plain_product_has_the_bits_of_the_processor(int m, int n, int k)
    {
        using var product = new DeviceProduct(new PlainDeviceProduct(Launcher));
        bool isFused = Fma.IsSupported || AdvSimd.IsSupported;
        foreach (ProductCase item in ProductCase.All(m, n, k))
        {
            float[] actual = Run(Launcher, product, item);
            if (isFused) Bits.Same(item.Expected(), actual);
            else NearProduct(item, actual);
        }
    }

    [Theory]
    [MemberData(nameof(TileShapes))]
    public void The_tiled_product_is_near_that_of_the_processor(int m, int n, int k)
    {
        KernelLauncher launcher = LauncherOfLargeGroups();
        using var product = new DeviceProduct(new TiledDeviceProduct(launcher));
        foreach (ProductCase item in ProductCase.All(m, n, k)) NearProduct(item, Run(launcher, product, item));
    }

    [Fact]
    public void A_product_says_who_serves()
    {
        using var product = new DeviceProduct(Launcher);
        string names = Launcher.Accelerator.AcceleratorType switch
        {
            AcceleratorType.CPU => "plain",
            AcceleratorType.Cuda => "tiled|cuBLAS .+",
            _ => "tiled",
        };
        Assert.Matches($"^({names})$", product.ToString());
    }

    [Fact]
    public void A_product_refuses_what_does_not_fit()
    {
        using var product = new DeviceProduct(Launcher);
        ArrayView<float> six = On(new float[6]), four = On(new float[4]);
        var a = new DeviceMatrix(six, 2, 3);
        Assert.Throws<ArgumentException>(() => product.Multiply(a, a, four));
        Assert.Throws<ArgumentException>(() => product.Multiply(a, a.Transpose(), six));
        Assert.Throws<ArgumentException>(() => product.Multiply(new DeviceMatrix(six, 1, 2, 3, 3, 1), a.Transpose(), four));
    }

    [Fact]
    public void Copies_a_transposed_matrix()
    {
        ArrayView<float> copy = Unwritten(6);
        new DeviceCopy(Launcher).Copy(new DeviceMatrix(On(new float[] { 1, 2, 3, 4, 5, 6 }), 2, 3).Transpose(), copy);
        Assert.Equal([1, 4, 2, 5, 3, 6], Read(copy));
    }

    private protected static float[] Run(KernelLauncher launcher, DeviceProduct product, ProductCase item)
    {
        using var views = new Views(launcher);
        ArrayView<float> c = views.Of(item.C);
        product.Multiply(On(views, item.A), On(views, item.B), c, item.Accumulate, item.Downwards);
        return views.Read(c);
    }

    private static DeviceMatrix On(Views views, Matrix matrix) => new(
        views.Of(matrix.Data.ToArray()), 0, matrix.Rows, matrix.Columns, matrix.RowStride, matrix.ColumnStride);

    // A sum of k products of numbers below 1, rounded once or twice a term.
    private protected static void NearProduct(ProductCase item, float[] actual) =>
        Bits.Near([.. item.Expected().Select(value => (double)value)], actual, 1e-7 * (1 + item.A.Columns));
}
