using System.Text.RegularExpressions;
using CsCheck;
using Sgl.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace Sgl.Tests.Engines;

/// <summary>
/// What holds for the models we thought of holds for those we did not. The models of a build are always the same;
/// <see cref="Explore"/> looks for new ones, as long as one likes.
/// </summary>
[Slow(300)]
public class RandomModelTests
{
    private const int BatchSize = 100;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 20)];

    /// <summary>Fewer than of the default target, and others: a batch takes twice as long.</summary>
    public static TheoryData<int> BatchesOfAllTargets => [50, 51];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Engines_agree_bit_for_bit_and_passes_keep_the_adjoint(int batch) =>
        HoldsForAll(BuildProperties.SimdOnly, Bodies(batch * BatchSize, BatchSize), model =>
        {
            CompareEngines(model);
            ComparePasses(model);
        });

    [Theory]
    [MemberData(nameof(BatchesOfAllTargets))]
    public void Every_target_has_the_bits_of_the_simd_kernels(int batch) =>
        HoldsForAll(BuildProperties.AllTargets, Bodies(batch * BatchSize, BatchSize), model =>
        {
            CompareEngines(model);
            CompareTargets(model);
        });

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    public void Backward_has_the_same_bits_from_a_tape_and_without(int batch)
    {
        string[] bodies = Bodies(batch * BatchSize, BatchSize);
        TestModel[] saving = RandomModels.Compile(BuildProperties.SimdOnly, [.. bodies.Select(body => WithTape(body, "Save"))]);
        int next = 0;
        HoldsForAll(BuildProperties.SimdOnly, [.. bodies.Select(body => WithTape(body, "Recompute"))], recomputing =>
        {
            TestModel saver = saving[next++];
            TapeTests.Compare(saver, recomputing, Trial.Random(saver, 6, 11, 1, extremes: true));
        });

        static string WithTape(string body, string tape) => Regex.Replace(body, @"Tape\.\w+", $"Tape.{tape}");
    }

    /// <summary>Of the first ones only: a difference taken across a kink is no fault, and these have none.</summary>
    [Fact]
    public void Adjoints_are_gradients()
    {
        string[] bodies = [.. Bodies(0, 5000).Where(body => !HasKink(body)).Take(25)];
        Assert.Equal(25, bodies.Length);
        HoldsForAll(BuildProperties.SimdOnly, bodies, model =>
            GradientTests.CompareAdjointWithDifferences(model, Trial.Random(model, 4, 2, 3)));
    }

    /// <summary>
    /// New models with each run, shrunk where they fail; run it with <c>-explicit only</c>, and with the environment
    /// variable SGL_RANDOM_MODELS for another number of them than 500.
    /// </summary>
    [Fact(Explicit = true)]
    public void Explore() => RandomModels.Body.Sample(
        body =>
        {
            TestModel model = RandomModels.Compile(BuildProperties.AllTargets, [body])[0];
            CompareEngines(model);
            CompareTargets(model);
            ComparePasses(model);
        },
        iter: int.TryParse(Environment.GetEnvironmentVariable("SGL_RANDOM_MODELS"), out int count) ? count : 500);

    /// <summary>
    /// Many other models than those of a build, compiled a hundred at a time; run it with <c>-explicit only</c>, and with the
    /// environment variables SGL_RANDOM_MODELS for another number of them than 20,000 and SGL_RANDOM_FIRST for another first one
    /// than 100,000. Every tenth hundred is compiled for all targets.
    /// </summary>
    [Fact(Explicit = true)]
    public void Sweep()
    {
        int first = Number("SGL_RANDOM_FIRST", 100_000), count = Number("SGL_RANDOM_MODELS", 20_000);
        for (int start = first; start < first + count; start += BatchSize)
        {
            bool allTargets = start / BatchSize % 10 == 0;
            HoldsForAll(allTargets ? BuildProperties.AllTargets : BuildProperties.SimdOnly, Bodies(start, BatchSize), model =>
            {
                CompareEngines(model);
                ComparePasses(model);
                if (allTargets) CompareTargets(model);
            });
            TestContext.Current.TestOutputHelper?.WriteLine($"{start + BatchSize - first} models agree");
        }

        static int Number(string variable, int otherwise) =>
            int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;
    }

    internal static string[] Bodies(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => RandomModels.Body.Generate(new PCG(1, (ulong)i), null, out _))];

    private static bool HasKink(string body) => new[]
    {
        "Kind.Triangle", "Kind.Rectangle", "Kind.Ste", "Kind.Approx", "Kind.Piecewise", "Floor", "Ceiling", "Round",
        "Truncate", "Abs(", "Min", "Max", "Clamp", "?", "if (", "None",
    }.Any(Regex.Replace(body, @"if \(i\d == 1\)", "").Contains);

    /// <summary>Contracted kernels have bits of their own, which <see cref="CompareTargets"/> alone can ask for.</summary>
    internal static void CompareEngines(TestModel model)
    {
        if (model.Model.FastMath) return;
        Trial trial = Trial.Random(model, 6, 11, 1, extremes: true);
        EngineTests.CompareForward(model, trial);
        EngineTests.CompareWithGraphs(model, trial);
    }

    private static void CompareTargets(TestModel model) => TargetTests.CompareTargets(
        model, Trial.Random(model, 6, 11, 1, extremes: true), Trial.Random(model, 6, 11, 2));

    /// <summary>The adjoint is that of what is not contracted.</summary>
    private static void ComparePasses(TestModel model)
    {
        if (!model.Model.FastMath) GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 6, 3, 2));
    }

    /// <summary>A failure names the model.</summary>
    internal static void HoldsForAll(BuildProperties properties, string[] bodies, Action<TestModel> holds)
    {
        foreach ((TestModel model, string body) in RandomModels.Compile(properties, bodies).Zip(bodies))
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
