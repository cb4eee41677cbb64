using ILGPU.Runtime;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>What holds for the kernels of a model on any accelerator: the bits of the SIMD kernels, in all that they write.</summary>
internal static class DeviceSuite
{
    // One step of one neuron; several samples; spikes that fill more than one word.
    private static readonly (int Steps, int Neurons, int Samples)[] Shapes = [(1, 1, 1), (9, 6, 2), (35, 5, 1)];

    public static void Holds(TestModel model, Accelerator accelerator)
    {
        IKernels device = On(accelerator, model);
        foreach ((int steps, int neurons, int samples) in Shapes)
            Compare(model.Kernels, device, Trial.Random(model, steps, neurons, 1).WithSamples(samples));
        Trial extreme = Trial.Random(model, 12, 20, 2, extremes: true);
        Compare(model.Kernels, device, extreme);
        Compare(model.Kernels, device, extreme.WithoutOutputGradients());
        CompareCut(model.Kernels, device, Trial.Random(model, 9, 4, 3));
    }

    /// <summary>Fewer runs, for many models.</summary>
    public static void HoldsForOneTrial(TestModel model, Accelerator accelerator) =>
        Compare(model.Kernels, On(accelerator, model), Trial.Random(model, 6, 11, 1, extremes: true));

    /// <summary>For one trial, with a tape where the model recomputes, and without where it saves.</summary>
    public static void HoldsWithAnotherTape(string file, string name, Accelerator accelerator)
    {
        bool saves = TestModel.Of(file, name).Kernels.Info.ScratchPerStep == 0;
        HoldsForOneTrial(TapeVariants.Of(file, name, saves ? Tape.Recompute : Tape.Save), accelerator);
    }

    /// <summary>All outputs as floats, or nothing, of a model with so many that they have no bit each.</summary>
    public static void HoldsForManyOutputs(Accelerator accelerator)
    {
        string outputs = string.Join(", ", Enumerable.Range(0, 40).Select(k => k % 2 == 0 ? $"x + {k}f" : $"Spike(x - 0.0{k}f)"));
        TestModel model = TestModel.FromText(
            BuildProperties.None,
            $$"""
            [Surrogate(Kind.ATan)]
            public partial class Wide
            {
                public ({{string.Join(", ", Enumerable.Range(0, 40).Select(k => $"float y{k}"))}}) Step(float x) => ({{outputs}});
            }
            """,
            "Wide")[0];
        Trial trial = Trial.Random(model, 6, 5, 1);
        IKernels device = On(accelerator, model);
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
        CompareForward(run, device.Forward(trial).Run);
        CompareBackward(model.Kernels.Backward(trial, tape), device.Backward(trial, tape));
        Trial none = trial.WithoutOutputGradients();
        CompareBackward(model.Kernels.Backward(none, tape), device.Backward(none, tape));
    }

    /// <summary>Where a device may contract as it likes, its values are near those of a processor that does, too.</summary>
    public static void HoldsForFastMath(Accelerator accelerator)
    {
        string source = Sources.Model("Functions")
            .Replace("[Surrogate(Kind.Sigmoid)]", "[Surrogate(Kind.Sigmoid, FastMath = true)]", StringComparison.Ordinal)
            .Replace("namespace Sgl.Tests.Models;", "", StringComparison.Ordinal);
        TestModel model = TestModel.FromText(BuildProperties.None, source, "Oscillator")[0];
        Assert.True(model.Model.FastMath);
        IKernels device = On(accelerator, model);
        Trial trial = Trial.Random(model, 12, 40, 9);
        (ForwardRun expected, float[][] tape) = model.Kernels.Forward(trial);
        (ForwardRun actual, float[][] sameTape) = device.Forward(trial);
        Same.Within(1e-4, "output", Widen(expected.Outputs), Widen(actual.Outputs));
        Same.Within(1e-4, "input gradient", model.Kernels.Backward(trial, tape).Inputs, device.Backward(trial, sameTape).Inputs);

        static double[][] Widen(float[][] arrays) => [.. arrays.Select(array => array.Select(value => (double)value).ToArray())];
    }

    private static IKernels On(Accelerator accelerator, TestModel model) =>
        (IKernels)Activator.CreateInstance(typeof(OnDevice<>).MakeGenericType(model.Type), accelerator)!;

    private static void Compare(IKernels simd, IKernels device, Trial trial)
    {
        (ForwardRun run, float[][] tape) = simd.Forward(trial);
        (ForwardRun actual, float[][] sameTape) = device.Forward(trial);
        CompareForward(run, actual);
        Same.Bits("tape", tape, sameTape);
        CompareForward(run, device.ForwardWithoutTape(trial));
        CompareForward(run, device.ForwardToBits(trial));
        CompareBackward(simd.Backward(trial, tape), device.Backward(trial, sameTape));
    }

    private static void CompareCut(IKernels simd, IKernels device, Trial trial)
    {
        (float[][] outputs, BackwardRun gradients) = simd.RunInTwo(trial, 4);
        (float[][] actual, BackwardRun actualGradients) = device.RunInTwo(trial, 4);
        Same.Bits("output in two", outputs, actual);
        CompareBackward(gradients, actualGradients);
    }

    private static void CompareForward(ForwardRun expected, ForwardRun actual)
    {
        Same.Bits("output", expected.Outputs, actual.Outputs);
        Same.Bits("state", expected.States, actual.States);
    }

    private static void CompareBackward(BackwardRun expected, BackwardRun actual)
    {
        Same.Bits("input gradient", Same.Narrow(expected.Inputs), Same.Narrow(actual.Inputs));
        Same.Bits("state gradient", Same.Narrow(expected.States), Same.Narrow(actual.States));
        Same.Bits("parameter gradient", Same.Narrow(expected.Parameters), Same.Narrow(actual.Parameters));
    }
}
