using CsCheck;
using Sgl.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace Sgl.Tests.Engines;

/// <summary>
/// What holds for the models we thought of holds for those we did not. The models of a build are always the same;
/// <see cref="Explore"/> looks for new ones, as long as one likes.
/// </summary>
public class RandomModelTests
{
    private const int Models = 40;

    private static readonly Lazy<(TestModel Model, string Body)[]> Known = new(() =>
    {
        string[] bodies =
            [.. Enumerable.Range(0, Models).Select(i => RandomModels.Body.Generate(new PCG(1, (ulong)i), null, out _))];
        return [.. RandomModels.Compile(bodies).Zip(bodies)];
    });

    [Fact]
    public void Engines_agree_bit_for_bit() => ForAll(CompareEngines);

    [Fact]
    public void Tape_hoisting_and_passes_keep_the_adjoint() => ForAll(ComparePasses);

    /// <summary>Only on known models: a difference taken across a kink is no fault, and a random one may be.</summary>
    [Fact]
    public void Adjoints_are_gradients() =>
        ForAll(model => GradientTests.CompareAdjointWithDifferences(model, Trial.Random(model, 4, 2, 3)));

    /// <summary>New models with each run, shrunk where they fail; run it with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public void Explore() => RandomModels.Body.Sample(
        body =>
        {
            TestModel model = RandomModels.Compile([body])[0];
            CompareEngines(model);
            ComparePasses(model);
        },
        iter: 500);

    private static void CompareEngines(TestModel model)
    {
        Trial trial = Trial.Random(model, 6, 11, 1, extremes: true);
        EngineTests.CompareForward(model, trial);
        EngineTests.CompareWithGraphs(model, trial);
    }

    private static void ComparePasses(TestModel model) =>
        GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 6, 3, 2));

    private static void ForAll(Action<TestModel> holds)
    {
        foreach ((TestModel model, string body) in Known.Value)
        {
            try
            {
                holds(model);
            }
            catch (XunitException failure)
            {
                throw new XunitException(body, failure);
            }
        }
    }
}
