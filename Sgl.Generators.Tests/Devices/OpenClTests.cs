using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>The kernels for ILGPU as OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(OpenClGroup))]
[Slow(40)]
public sealed class OpenClTests(OpenClDevice device)
{
    public static TheoryData<string, string> Few => Catalogue.Few;

    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Few))]
    public void Kernels_have_the_bits_of_the_simd_kernels(string file, string name) =>
        DeviceSuite.Holds(TestModel.Of(file, name), device.Require().Accelerator);

    [Fact]
    public void Fast_kernels_are_near_those_of_the_processor() => DeviceSuite.HoldsForFastMath(device.Require().Accelerator);

    /// <summary>A minute or two, which PoCL's compiler takes, with <c>-explicit only</c>.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Models))]
    public void So_have_those_of_all_models(string file, string name) =>
        DeviceSuite.Holds(TestModel.Of(file, name), device.Require().Accelerator);
}
