using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>Projects of users, built by the SDK that builds this one.</summary>
[Collection(nameof(PackageTestGroup))]
[Slow(60)]
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

    [Fact]
    public async Task A_project_of_an_older_framework_is_told_so_in_one_line()
    {
        Consumer project = package.Project(
            "Standard",
            "<OutputType>Library</OutputType><TargetFramework>netstandard2.0</TargetFramework><LangVersion>latest</LangVersion>",
            ("Leaky.cs", TinyProgram.Model));
        ProgramRun build = await project.DotNet("build");
        Assert.Equal(1, build.ExitCode);
        Assert.Equal(["SGL0204"], ErrorsOf(build).Select(error => error.Id).Distinct());
        Assert.Contains("Sgl needs .NET 10 or later, and this project is built for netstandard2.0; set TargetFramework to net10.0", build.Text, StringComparison.Ordinal);
        Assert.StartsWith("# SGL0204: A framework that is too old\n\nError\n\n", Sources.DiagnosticPage("SGL0204"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_frameworks_each_that_is_older_is_told_so()
    {
        Consumer project = package.Project(
            "Several",
            "<OutputType>Library</OutputType><TargetFramework></TargetFramework><TargetFrameworks>netstandard2.0;netstandard2.1;net10.0</TargetFrameworks><LangVersion>latest</LangVersion>",
            ("Leaky.cs", TinyProgram.Model));
        ProgramRun build = await project.DotNet("build");
        Assert.Equal(1, build.ExitCode);
        Assert.Equal(
            [("SGL0204", "netstandard2.0"), ("SGL0204", "netstandard2.1")],
            ErrorsOf(build).Distinct().OrderBy(error => error.Framework, StringComparer.Ordinal));
        Assert.Contains(project.Files("bin"), file => file.EndsWith(Path.Combine("net10.0", "Several.dll"), StringComparison.Ordinal));
    }

    /// <summary>A model without a using, where the project has implicit ones.</summary>
    [Theory]
    [InlineData("enable", "", 0)]
    [InlineData("true", "<SglUsings>true</SglUsings>", 0)]
    [InlineData("disable", "", 1)]
    [InlineData("enable", "<SglUsings>false</SglUsings>", 1)]
    public async Task Usings_come_with_implicit_ones(string implicitUsings, string properties, int exitCode)
    {
        Consumer project = package.Project(
            $"Usings{implicitUsings}{exitCode}",
            $"<OutputType>Library</OutputType><ImplicitUsings>{implicitUsings}</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors>{properties}",
            ("Leaky.cs", TinyProgram.Model[TinyProgram.Model.IndexOf("[Surrogate", StringComparison.Ordinal)..]));
        ProgramRun build = await project.DotNet("build");
        Assert.True(build.ExitCode == exitCode, build.Text);
    }

    /// <summary>Names of Sgl do not come into a project that only refers to one that has Sgl.</summary>
    [Fact]
    public async Task Usings_are_of_the_project_that_refers_to_Sgl()
    {
        Consumer library = package.Project("UsingsBelow", "<OutputType>Library</OutputType>", ("Leaky.cs", TinyProgram.Model));
        Directory.CreateDirectory(Path.Combine(library.Folder, "..", "UsingsAbove"));
        var above = new Consumer(Path.Combine(library.Folder, "..", "UsingsAbove"));
        await File.WriteAllTextAsync(
            Path.Combine(above.Folder, "UsingsAbove.csproj"),
            (await File.ReadAllTextAsync(Path.Combine(library.Folder, "UsingsBelow.csproj"), TestContext.Current.CancellationToken))
                .Replace("<PackageReference Include=\"Sgl\" Version", "<ProjectReference Include=\"../UsingsBelow/UsingsBelow.csproj\" Label", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(above.Folder, "Network.cs"),
            "using Layers; namespace Layers { public class Dense; } public class Network { public Dense? First; public Sgl.Dense? Second; }",
            TestContext.Current.CancellationToken);
        ProgramRun build = await above.DotNet("build");
        Assert.True(build.ExitCode == 0, build.Text);
    }

    private static IEnumerable<(string Id, string Framework)> ErrorsOf(ProgramRun build) => build.Output
        .Select(line => Regex.Match(line, @"error (?<id>\w+): .*?(built for (?<framework>\S+);|$)"))
        .Where(match => match.Success)
        .Select(match => (match.Groups["id"].Value, match.Groups["framework"].Value));
}
