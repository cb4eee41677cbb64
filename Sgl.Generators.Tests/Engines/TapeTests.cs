using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>Whether forward saves or backward recomputes, every bit is the same.</summary>
[Slow(30)]
public class TapeTests
{
    // One step, one neuron; tails; a tile and a tail; two tiles.
    private static readonly (int Steps, int Neurons)[] Shapes =
        [(1, 1), (1, 67), (7, 3), (6, 13), (20, 67), (2, ForwardTile.MaxWidth + 5)];

    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Recomputing_kernels_have_the_bits_of_saving_ones(string file, string name)
    {
        TestModel saving = TapeVariants.Of(file, name, Tape.Save);
        TestModel recomputing = TapeVariants.Of(file, name, Tape.Recompute);
        Assert.Empty(recomputing.Kernels.Info.Tape);
        Assert.Equal(0, saving.Kernels.Info.ScratchPerStep);
        Assert.Equal(saving.Kernels.Info.Tape.Length, recomputing.Kernels.Info.ScratchPerStep);
        foreach ((int steps, int neurons) in Shapes)
            Compare(saving, recomputing, Trial.Random(saving, steps, neurons, 1));
        for (int seed = 0; seed < 3; seed++)
            Compare(saving, recomputing, Trial.Random(saving, 12, 67, seed, extremes: true));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Recomputing_kernels_have_the_bits_of_the_interpreted_graphs(string file, string name)
    {
        TestModel model = TapeVariants.Of(file, name, Tape.Recompute);
        foreach (bool extremes in new[] { false, true })
            EngineTests.CompareWithGraphs(model, Trial.Random(model, 15, 37, 3, extremes));
        GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 12, 9, 8));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Saving_kernels_have_the_bits_of_the_interpreted_graphs(string file, string name)
    {
        TestModel model = TapeVariants.Of(file, name, Tape.Save);
        EngineTests.CompareWithGraphs(model, Trial.Random(model, 15, 37, 3));
        GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 12, 9, 8));
    }

    /// <summary>With FastMath too, where the bits depend on what else a graph computes.</summary>
    [Fact]
    public void Contracted_kernels_recompute_the_bits_that_they_would_save()
    {
        TestModel[] models = [.. new[] { "Save", "Recompute" }.Select(tape => TestModel.FromText(
            $$"""
            [Surrogate(Kind.ATan, FastMath = true, Tape = Tape.{{tape}})]
            public partial class A
            {
                [Parameter(Learnable = true)] public float Beta = 0.9f;
                [State] private float v;
                [State] private float w;

                public float Step(float x)
                {
                    v = Beta * v + x * x;
                    w = 0.5f * w + v * Exp(-v * w);
                    return Spike(v * w - 0.1f) + (v * v - Beta);
                }
            }
            """,
            "A")[0])];
        Compare(models[0], models[1], Trial.Random(models[0], 20, 67, 1));
    }

    /// <summary>What users call chooses its own tiles: several, with a tail, of which each uses the same scratch.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 1500)]
    [InlineData(300, 333)]
    public void The_public_kernels_agree_and_allocate_nothing(int steps, int neurons)
    {
        float[] x = Bits.Random(steps * neurons, 1), beta = Bits.Random(neurons, 2, 0.2f, 0.9f);
        float[] offset = Bits.Random(neurons, 3), start = Bits.Random(neurons, 4);
        float[] dmembrane = Bits.Random(x.Length, 5), denergy = Bits.Random(x.Length, 6);
        float[] tape = new float[x.Length];
        float[][] outputs = [new float[x.Length], new float[x.Length]];
        float[] state = [.. start];
        SavingLeaky.Forward(steps, neurons, x, beta, 0.7f, offset, state, outputs[0], outputs[1], tape);
        float[] du = Bits.Random(neurons, 7), dx = new float[x.Length], dBeta = new float[neurons];
        float dGain = 0;
        SavingLeaky.Backward(
            steps, neurons, dmembrane, denergy, x, tape, beta, 0.7f, offset, du, dx, dBeta, ref dGain);

        float[][] sameOutputs = [new float[x.Length], new float[x.Length]];
        float[] sameState = [.. start], sameDu = new float[neurons], sameDx = new float[x.Length], sameDBeta = new float[neurons];
        float sameDGain = 0;
        RecomputingLeaky.Forward(steps, neurons, x, beta, 0.7f, offset, sameState, sameOutputs[0], sameOutputs[1]);
        long before = 0;
        for (int run = 0; run < 3; run++)
        {
            if (run == 1) before = GC.GetAllocatedBytesForCurrentThread();
            Bits.Fill(sameDu, 7);
            sameDBeta.AsSpan().Clear();
            sameDGain = 0;
            RecomputingLeaky.Backward(
                steps, neurons, dmembrane, denergy, x, start, beta, 0.7f, offset, sameDu, sameDx, sameDBeta, ref sameDGain);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Same.Bits("output", outputs, sameOutputs);
        Same.Bits("state", [state], [sameState]);
        Same.Bits("gradient", [dx, du, dBeta, [dGain]], [sameDx, sameDu, sameDBeta, [sameDGain]]);
    }

    internal static void Compare(TestModel saving, TestModel recomputing, Trial trial)
    {
        (ForwardRun run, float[][] tape) = saving.Kernels.Forward(trial);
        (ForwardRun same, _) = recomputing.Kernels.Forward(trial);
        Same.Bits("output", run.Outputs, same.Outputs);
        Same.Bits("state", run.States, same.States);
        BackwardRun expected = saving.Kernels.Backward(trial, tape);
        BackwardRun actual = recomputing.Kernels.Backward(trial, []);
        Same.Bits("input gradient", Same.Narrow(expected.Inputs), Same.Narrow(actual.Inputs));
        Same.Bits("state gradient", Same.Narrow(expected.States), Same.Narrow(actual.States));
        Same.Bits("parameter gradient", Same.Narrow(expected.Parameters), Same.Narrow(actual.Parameters));
    }
}
