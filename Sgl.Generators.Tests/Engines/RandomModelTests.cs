using CsCheck;
using Sgl.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace Sgl.Tests.Engines;

/// <summary>What holds for the models we thought of holds for those we did not.</summary>
public class RandomModelTests
{
    private const int Batch = 12;

    [Fact]
    public void Engines_agree_bit_for_bit() => RandomModels.Body.Array[1, Batch].Sample(
        bodies =>
        {
            foreach (TestModel model in RandomModels.Compile(bodies))
            {
                Trial trial = Trial.Random(model, 6, 11, 1, extremes: true);
                EngineTests.CompareForward(model, trial);
                EngineTests.CompareWithGraphs(model, trial);
            }
        },
        iter: 3,
        threads: 1);

    [Fact]
    public void Tape_hoisting_and_passes_keep_the_adjoint() => RandomModels.Body.Array[1, Batch].Sample(
        bodies =>
        {
            foreach (TestModel model in RandomModels.Compile(bodies))
                GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 6, 3, 2));
        },
        iter: 3,
        threads: 1);

    /// <summary>With fixed models, because a difference across a kink is no fault and a random one would meet it.</summary>
    [Fact]
    public void Adjoints_are_gradients()
    {
        string[] bodies =
            [.. Enumerable.Range(0, 3 * Batch).Select(i => RandomModels.Body.Generate(new PCG(1, (ulong)i), null, out _))];
        foreach ((TestModel model, string body) in RandomModels.Compile(bodies).Zip(bodies))
        {
            try
            {
                GradientTests.CompareAdjointWithDifferences(model, Trial.Random(model, 4, 2, 3));
            }
            catch (XunitException failure)
            {
                throw new XunitException(body, failure);
            }
        }
    }
}
