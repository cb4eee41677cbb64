using ILGPU;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    [Fact]
    public void A_kernel_that_does_not_compile_is_named_and_does_no_harm()
    {
        var arrays = new DeviceArrays(Launcher);
        ArrayView<float> values = On(new float[3]);
        arrays.Fill(values, 1f);
        var failure = Assert.Throws<InvalidOperationException>(() => Launcher.Run(Faulty, 1, new Nothing(1)));
        Assert.Contains($"{nameof(ComputeSuite)}.{nameof(Faulty)}", failure.Message, StringComparison.Ordinal);
        arrays.Scale(values, 3f);
        arrays.Fill(values.SubView(0, 1), 2f);
        Assert.Equal([2f, 3f, 3f], Read(values));
    }

    [Fact]
    public void Nothing_to_do_is_not_done()
    {
        Launcher.Run(Faulty, 0, new Nothing(1));
        new DeviceArrays(Launcher).Fill(On(Array.Empty<float>()), 1f);
    }

    private static void Faulty(Index1D index, Nothing nothing)
    {
        if (nothing.Number < index) throw new InvalidOperationException("Kernels cannot throw.");
    }

    internal readonly record struct Nothing(int Number);
}
