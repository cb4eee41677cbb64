using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>Projects of users, built by the SDK that builds this one.</summary>
[Collection(nameof(PackageTestGroup))]
public class PackageUseTests(SglPackage package)
{
    /// <summary>With the oldest language that has kernels.</summary>
    [Fact]
    public async Task A_console_program_trains_a_model_of_its_own()
    {
        Consumer project = package.Project(
            "Console",
            "<LangVersion>12</LangVersion><TreatWarningsAsErrors>true</TreatWarningsAsErrors><SglEmitScalar>true</SglEmitScalar>"
            + "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>",
            TinyProgram.Files);
        ProgramRun run = await project.DotNet("run");
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal([TinyProgram.Output], run.Output);
        // The package's properties reach the compiler, and its ILGPU is found.
        Assert.Equal(
            ["Leaky.Gpu.g.cs", "Leaky.Scalar.g.cs", "Leaky.g.cs"],
            project.Files("obj").Select(Path.GetFileName).Where(name => name!.StartsWith("Leaky.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_project_of_an_older_language_is_told_so()
    {
        Consumer project = package.Project("Old", "<OutputType>Library</OutputType><LangVersion>10</LangVersion>", ("Leaky.cs", TinyProgram.Model));
        ProgramRun build = await project.DotNet("build");
        Assert.Equal(1, build.ExitCode);
        Assert.Contains(build.Output, line => line.Contains("Leaky.cs(5,22): error SGL0202: The kernels of 'Leaky'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_of_an_older_compiler_is_told_so()
    {
        Consumer project = package.Project("Ancient", "<OutputType>Library</OutputType>", ("Leaky.cs", TinyProgram.Model));
        ProgramRun build = await project.DotNet("build", "-p:CompilerApiVersion=roslyn4.14");
        Assert.Equal(1, build.ExitCode);
        Assert.Contains(build.Output, line => line.Contains("error SGL0203: Sgl needs the C# compiler 5.0 or later", StringComparison.Ordinal));
        Assert.Contains(build.Output, line => line.Contains("uses the compiler 4.14", StringComparison.Ordinal));
        Assert.StartsWith("# SGL0203: A compiler that is too old\n\nError\n\n", Sources.DiagnosticPage("SGL0203"), StringComparison.Ordinal);
    }
}
