using ILGPU.Runtime;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Card;

/// <summary>Random models on a graphics card.</summary>
public sealed class CardRandomTests(CardDevice card) : IClassFixture<CardDevice>
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(40)]
    public void Kernels_have_the_bits_of_the_simd_kernels(int first) => Holds(first, count: 20);

    /// <summary>More of them, with <c>-explicit only</c>.</summary>
    [Theory(Explicit = true)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void So_have_those_of_more_models(int first) => Holds(first, count: 100);

    private void Holds(int first, int count)
    {
        Accelerator accelerator = card.Require().Accelerator;
        RandomModelTests.HoldsForAll(BuildProperties.None, RandomModelTests.Bodies(8000 + first, count), model =>
        {
            if (!model.Model.FastMath) DeviceSuite.HoldsForOneTrial(model, accelerator);
        });
    }
}
