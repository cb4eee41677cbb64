using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>
/// The kernels for ILGPU on its CPU accelerator, which runs their C# as it is: what they mean, but not yet what a
/// backend makes of them.
/// </summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(15)]
public sealed class CpuAcceleratorTests(CpuAcceleratorDevice device)
{
    public static TheoryData<string, string> Models => Catalogue.Names;

    public static TheoryData<string, string> Few => Catalogue.Few;

    [Theory]
    [MemberData(nameof(Models))]
    public void Kernels_have_the_bits_of_the_simd_kernels(string file, string name) =>
        DeviceSuite.Holds(TestModel.Of(file, name), device.Accelerator);

    [Theory]
    [MemberData(nameof(Few))]
    public void Kernels_with_another_tape_have_them_too(string file, string name) =>
        DeviceSuite.HoldsWithAnotherTape(file, name, device.Accelerator);

    [Fact]
    public void Fast_kernels_are_near_those_of_the_processor() => DeviceSuite.HoldsForFastMath(device.Accelerator);

    [Fact]
    public void More_outputs_than_there_are_bits_to_ask_for_them_are_all_there() =>
        DeviceSuite.HoldsForManyOutputs(device.Accelerator);
}
