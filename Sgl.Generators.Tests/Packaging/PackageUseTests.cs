using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>Projects of users, built by the SDK that builds this one.</summary>
[Collection(nameof(PackageTestGroup))]
public class PackageUseTests(SglPackage package)
{
    private const string Model = """
        using Sgl;
        using static Sgl.SpikeMath;

        [Surrogate(Kind.ATan)]
        public partial class Leaky
        {
            [Parameter(Learnable = true)] public float Beta = 0.9f;
            [State] private float v;

            public float Step(float input)
            {
                v = Beta * v + input;
                float spike = Spike(v - 1f);
                v -= Detach(spike);
                return spike;
            }
        }
        """;

    private const string Training = """
        using Sgl;

        var network = new Network([new Dense(4, 16), new Spiking<Leaky>(16), new Dense(16, 2), new Spiking<LeakyReadout>(2)], threads: 1);
        float[] values = [1f, 0f, 1f, 0f, 0f, 1f, 0f, 1f];
        Signal input = new ConstantEncoder().Encode(values, batch: 2, features: 4, steps: 10);
        var (loss, optimizer) = (new MembraneCrossEntropy(), new Adam(0.01f));
        double before = network.TrainStep(input, [0, 1], loss, optimizer).Loss;
        double after = network.TrainStep(input, [0, 1], loss, optimizer).Loss;
        Console.WriteLine(after < before ? "learns" : $"{before} to {after}");
        """;

    /// <summary>With the oldest language that has kernels.</summary>
    [Fact]
    public async Task A_console_program_trains_a_model_of_its_own()
    {
        Consumer project = package.Project(
            "Console",
            "<LangVersion>12</LangVersion><TreatWarningsAsErrors>true</TreatWarningsAsErrors><SglEmitScalar>true</SglEmitScalar>"
            + "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>",
            ("Leaky.cs", Model),
            ("Program.cs", Training));
        ProgramRun run = await project.DotNet("run");
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal(["learns"], run.Output);
        // The package's properties reach the compiler, and its ILGPU is found.
        Assert.Equal(
            ["Leaky.Gpu.g.cs", "Leaky.Scalar.g.cs", "Leaky.g.cs"],
            project.Files("obj").Select(Path.GetFileName).Where(name => name!.StartsWith("Leaky.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_project_of_an_older_language_is_told_so()
    {
        Consumer project = package.Project("Old", "<OutputType>Library</OutputType><LangVersion>10</LangVersion>", ("Leaky.cs", Model));
        ProgramRun build = await project.DotNet("build");
        Assert.Equal(1, build.ExitCode);
        Assert.Contains(build.Output, line => line.Contains("Leaky.cs(5,22): error SGL0202: The kernels of 'Leaky'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_of_an_older_compiler_is_told_so()
    {
        Consumer project = package.Project("Ancient", "<OutputType>Library</OutputType>", ("Leaky.cs", Model));
        ProgramRun build = await project.DotNet("build", "-p:CompilerApiVersion=roslyn4.14");
        Assert.Equal(1, build.ExitCode);
        Assert.Contains(build.Output, line => line.Contains("error SGL0203: Sgl needs the C# compiler 5.0 or later", StringComparison.Ordinal));
        Assert.Contains(build.Output, line => line.Contains("this build uses the compiler '4.14'", StringComparison.Ordinal));
    }
}
