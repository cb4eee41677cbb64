using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// The adjoint against finite differences of the smoothed model in double, and everything that was done to it since
/// against the adjoint.
/// </summary>
public class GradientTests
{
    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_adjoint_is_the_gradient_of_the_smoothed_model(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        CompareAdjointWithDifferences(model, Trial.Random(model, 6, 5, 7));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tape_hoisting_and_passes_keep_the_adjoint(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        CompareKernelsWithAdjoint(model, Trial.Random(model, 12, 9, 8));
    }

    /// <summary>
    /// Two spikes with different surrogates, an if/else, sub-steps in a helper of another class, hoisted decays and a
    /// learnable parameter of each neuron: in double, and in single as kernels compute.
    /// </summary>
    [Fact]
    public void A_model_of_everything_has_the_gradient_of_its_smoothed_self()
    {
        TestModel model = TestModel.Of("Language", "TwoSpikes");
        for (int seed = 0; seed < 5; seed++)
        {
            Trial trial = Trial.Random(model, 8, 6, seed);
            BackwardRun differences = FiniteDifferences.Of(model, trial);
            BackwardRun adjoint = new GraphEngine(Precision.Double, smooth: true).RunAdjoint(model.Compiled, trial);
            CompareAll(1e-7, differences, adjoint);
            BackwardRun single = new GraphEngine(Precision.Single, smooth: true).RunKernels(model.Compiled, trial).Backward;
            CompareAll(1e-4, differences, single);
        }

        static void CompareAll(double tolerance, BackwardRun expected, BackwardRun actual)
        {
            Same.Within(tolerance, "input gradient", expected.Inputs, actual.Inputs);
            Same.Within(tolerance, "state gradient", expected.States, actual.States);
            Same.Within(tolerance, "parameter gradient", expected.Parameters, actual.Parameters);
        }
    }

    internal static void CompareAdjointWithDifferences(TestModel model, Trial trial)
    {
        BackwardRun adjoint = new GraphEngine(Precision.Double, smooth: true).RunAdjoint(model.Compiled, trial);
        BackwardRun differences = FiniteDifferences.Of(model, trial);
        Same.Within(1e-6, "input gradient", differences.Inputs, adjoint.Inputs);
        Same.Within(
            1e-6,
            "state gradient",
            OfActiveStates(model, differences.States),
            OfActiveStates(model, adjoint.States));
        Same.Within(1e-6, "parameter gradient", differences.Parameters, adjoint.Parameters);
    }

    internal static void CompareKernelsWithAdjoint(TestModel model, Trial trial)
    {
        var engine = new GraphEngine(Precision.Double);
        BackwardRun expected = engine.RunAdjoint(model.Compiled, trial);
        BackwardRun actual = engine.RunKernels(model.Compiled, trial).Backward;
        Same.Within(1e-9, "input gradient", expected.Inputs, actual.Inputs);
        Same.Within(1e-9, "state gradient", expected.States, actual.States);
        Same.Within(1e-9, "parameter gradient", expected.Parameters, actual.Parameters);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Kernels_approximate_the_adjoint_in_double(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        Trial trial = Trial.Random(model, 12, 40, 9);
        BackwardRun expected = new GraphEngine(Precision.Double).RunAdjoint(model.Compiled, trial);
        BackwardRun actual = model.Kernels.Backward(trial, model.Kernels.Forward(trial).Tape);
        Same.Within(1e-4, "input gradient", expected.Inputs, actual.Inputs);
        Same.Within(1e-4, "state gradient", expected.States, actual.States);
        Same.Within(1e-4, "parameter gradient", expected.Parameters, actual.Parameters);
    }

    /// <summary>Without the states that no input and no learnable parameter reaches: they have no gradient.</summary>
    private static double[]?[] OfActiveStates(TestModel model, double[]?[] gradients) =>
        [.. model.Compiled.Backward.ResultsOf(ResultKind.StateGradient).Select(result => gradients[result.Slot])];
}
