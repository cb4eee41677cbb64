using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>The kernels of every target write the same bits as the SIMD ones, into all that they write.</summary>
[Slow(10)]
public class TargetTests
{
    private static readonly (int Steps, int Neurons)[] Shapes =
        [(1, 1), (7, 3), (5, 8), (6, 13), (20, 67), (2, ForwardTile.MaxWidth + 5)];

    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_target_has_the_bits_of_the_simd_kernels(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        CompareTargets(model, [.. Shapes.Select(shape => Trial.Random(model, shape.Steps, shape.Neurons, 1))]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_target_has_their_bits_for_extreme_inputs(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        CompareTargets(model, [.. Enumerable.Range(0, 5).Select(seed => Trial.Random(model, 12, 67, seed, extremes: true))]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_target_takes_output_gradients_that_are_left_out_as_zero(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        CompareTargets(model, Trial.Random(model, 6, 13, 2).WithoutOutputGradients());
    }

    internal static void CompareTargets(TestModel model, params Trial[] trials)
    {
        SpanKernels simd = SpanKernels.OfModel(model);
        foreach (string target in new[] { "Scalar", "Unfused" })
        {
            SpanKernels kernels = SpanKernels.OfTarget(model, target);
            foreach (Trial trial in trials)
            {
                Compare(target, simd.ForwardAndBackward(trial), kernels.ForwardAndBackward(trial));
                Compare(target, simd.Forward(trial, withTape: false), kernels.Forward(trial, withTape: false));
            }
        }
    }

    private static void Compare(
        string target, Dictionary<string, float[][]> expected, Dictionary<string, float[][]> actual)
    {
        foreach ((string what, float[][] arrays) in expected) Same.Bits($"{target}: {what}", arrays, actual[what]);
    }
}
