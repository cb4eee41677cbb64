using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Card;

/// <summary>The kernels of models on a graphics card: what its driver makes of what ILGPU's backend wrote.</summary>
public sealed class CardTests(CardDevice card) : IClassFixture<CardDevice>
{
    public static TheoryData<string, string> Models => Catalogue.Names;

    public static TheoryData<string, string> Few => Catalogue.Few;

    [Theory]
    [MemberData(nameof(Models))]
    public void Kernels_have_the_bits_of_the_simd_kernels(string file, string name) =>
        DeviceSuite.Holds(TestModel.Of(file, name), card.Require().Accelerator);

    [Theory]
    [MemberData(nameof(Few))]
    public void Kernels_with_another_tape_have_them_too(string file, string name) =>
        DeviceSuite.HoldsWithAnotherTape(file, name, card.Require().Accelerator);

    [Fact]
    public void Fast_kernels_are_near_those_of_the_processor() => DeviceSuite.HoldsForFastMath(card.Require().Accelerator);

    [Fact]
    public void More_outputs_than_there_are_bits_to_ask_for_them_are_all_there() =>
        DeviceSuite.HoldsForManyOutputs(card.Require().Accelerator);
}
