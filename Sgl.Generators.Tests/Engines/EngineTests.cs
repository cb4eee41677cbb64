using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>Plain C#, the interpreter and the SIMD kernels give the same bits, forward and backward.</summary>
public class EngineTests
{
    // Below, at and above a vector; a tile and its tail; two tiles.
    private static readonly (int Steps, int Neurons)[] Shapes =
        [(1, 1), (7, 3), (5, 8), (6, 13), (20, 67), (2, ForwardTile.MaxWidth + 5)];

    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Simd_forward_has_the_bits_of_Step(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        foreach ((int steps, int neurons) in Shapes) CompareForward(model, Trial.Random(model, steps, neurons, 1));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Simd_forward_has_the_bits_of_Step_for_extreme_inputs(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        for (int seed = 0; seed < 5; seed++)
            CompareForward(model, Trial.Random(model, 12, 67, seed, extremes: true));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Simd_has_the_bits_of_the_interpreted_graphs(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        foreach (bool extremes in new[] { false, true })
            CompareWithGraphs(model, Trial.Random(model, 15, 37, 3, extremes));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_a_tape_the_outputs_are_the_same(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        Trial trial = Trial.Random(model, 9, 21, 4);
        ForwardRun taped = model.Kernels.Forward(trial).Run;
        ForwardRun untaped = model.Kernels.ForwardWithoutTape(trial);
        Same.Bits("output", taped.Outputs, untaped.Outputs);
        Same.Bits("state", taped.States, untaped.States);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Spikes_as_bits_are_the_same(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        foreach ((int steps, int neurons) in Shapes)
        {
            Trial trial = Trial.Random(model, steps, neurons, 6, extremes: true);
            ForwardRun floats = model.Kernels.ForwardWithoutTape(trial);
            ForwardRun bits = model.Kernels.ForwardToBits(trial);
            Same.Bits("output", floats.Outputs, bits.Outputs);
            Same.Bits("state", floats.States, bits.States);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_written_may_take_the_place_of_what_is_read(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        foreach ((int steps, int neurons) in Shapes)
        {
            Trial trial = Trial.Random(model, steps, neurons, 7);
            (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
            BackwardRun expected = model.Kernels.Backward(trial, tape);
            (ForwardRun inPlace, BackwardRun actual) = model.Kernels.RunInPlace(trial);
            Same.Bits("output", run.Outputs, inPlace.Outputs);
            Same.Bits("state", run.States, inPlace.States);
            Same.Bits("input gradient", Same.Narrow(expected.Inputs), Same.Narrow(actual.Inputs));
            Same.Bits("state gradient", Same.Narrow(expected.States), Same.Narrow(actual.States));
            Same.Bits("parameter gradient", Same.Narrow(expected.Parameters), Same.Narrow(actual.Parameters));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_neuron_does_not_depend_on_its_neighbours(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        Trial all = Trial.Random(model, 8, 30, 5);
        Trial some = all.Slice(11, 7);
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(all);
        (ForwardRun part, float[][] partTape) = model.Kernels.Forward(some);
        Same.Bits("output", [.. run.Outputs.Select(plane => Trial.Columns(plane, 30, 11, 7))], part.Outputs);
        Same.Bits(
            "input gradient",
            [.. Same.Narrow(model.Kernels.Backward(all, tape).Inputs).Select(p => Trial.Columns(p, 30, 11, 7))],
            Same.Narrow(model.Kernels.Backward(some, partTape).Inputs));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Where_time_is_cut_does_not_matter(string file, string name)
    {
        TestModel model = TestModel.Of(file, name);
        Trial trial = Trial.Random(model, 9, 37, 6);
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
        BackwardRun expected = model.Kernels.Backward(trial, tape);
        foreach (int cut in new[] { 1, 4, 8 })
        {
            (float[][] outputs, BackwardRun actual) = model.Kernels.RunInTwo(trial, cut);
            Same.Bits("output", run.Outputs, outputs);
            Same.Bits("input gradient", Same.Narrow(expected.Inputs), Same.Narrow(actual.Inputs));
            Same.Bits("state gradient", Same.Narrow(expected.States), Same.Narrow(actual.States));
            Same.Bits("parameter gradient", Same.Narrow(expected.Parameters), Same.Narrow(actual.Parameters));
        }
    }

    internal static void CompareWithGraphs(TestModel model, Trial trial)
    {
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
        BackwardRun actual = model.Kernels.Backward(trial, tape);
        (double[][] outputs, double[][] states, BackwardRun expected) =
            new GraphEngine(Precision.Single).RunKernels(model.Compiled, trial);
        Same.Bits("output", Same.Narrow(outputs), run.Outputs);
        Same.Bits("state", Same.Narrow(states), run.States);
        Same.Bits("input gradient", Same.Narrow(expected.Inputs), Same.Narrow(actual.Inputs));
        Same.Bits("state gradient", Same.Narrow(expected.States), Same.Narrow(actual.States));
        Same.Bits("parameter gradient", Same.Narrow(expected.Parameters), Same.Narrow(actual.Parameters));
    }

    internal static void CompareForward(TestModel model, Trial trial)
    {
        ForwardRun expected = StepEngine.Forward(model, trial);
        ForwardRun actual = model.Kernels.Forward(trial).Run;
        Same.Bits("output", expected.Outputs, actual.Outputs);
        Same.Bits("state", expected.States, actual.States);
    }
}
