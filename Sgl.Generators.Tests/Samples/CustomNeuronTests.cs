using CustomNeuron;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>A model of another project: its kernels, built there, agree with its Step.</summary>
public class CustomNeuronTests
{
    [Fact]
    public async Task The_program_prints_what_its_page_shows()
    {
        ProgramRun run = await Sample.Run("CustomNeuron");
        Assert.Equal(0, run.ExitCode);
        string printed = string.Join('\n', run.Output);
        Assert.Contains($"```\n{printed}\n```", Sources.SamplePage("CustomNeuron"), StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_of_a_consumer_have_the_bits_of_Step()
    {
        TestModel model = TestModel.FromProject(typeof(TwoCompartment), Sources.Model("TwoCompartment"));
        Assert.Equal(2, model.Kernels.Info.States.Length);
        Assert.Equal(2, model.Kernels.Info.Inputs.Length);
        Assert.Equal(2, model.Kernels.Info.Outputs.Length);
        Assert.Contains(model.Kernels.Info.Parameters, parameter => parameter is { Learnable: true, PerNeuron: true });
        for (int seed = 0; seed < 3; seed++)
        {
            Trial trial = Trial.Random(model, 20, 67, seed, extremes: seed > 0);
            EngineTests.CompareForward(model, trial);
            EngineTests.CompareWithGraphs(model, trial);
        }

        GradientTests.CompareAdjointWithDifferences(model, Trial.Random(model, 6, 5, 7));
    }
}
