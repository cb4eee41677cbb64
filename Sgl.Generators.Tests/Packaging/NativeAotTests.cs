using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>A program that is compiled to native code ahead of time.</summary>
[Collection(nameof(PackageTestGroup))]
[Slow(40)]
public class NativeAotTests(SglPackage package)
{
    internal static bool HasLinker => !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));

    /// <summary>Every warning of trimming (IL2…) or of native code (IL3…) is an error here.</summary>
    [Fact]
    public async Task A_native_program_trains_and_has_no_ILGPU()
    {
        Assert.SkipUnless(HasLinker, "There is neither clang nor gcc, which link native programs.");
        Consumer project = package.Project(
            "Native",
            "<PublishAot>true</PublishAot><TreatWarningsAsErrors>true</TreatWarningsAsErrors><TrimmerSingleWarn>false</TrimmerSingleWarn>"
            + "<InvariantGlobalization>true</InvariantGlobalization><IlcGenerateMapFile>true</IlcGenerateMapFile>",
            TinyProgram.Files);
        ProgramRun publish = await project.DotNet("publish", "-o", "published");
        Assert.True(publish.ExitCode == 0, publish.Text);

        ProgramRun run = await ProgramRun.Of(Path.Combine(project.Folder, "published", "Native"), [], project.Folder);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal([TinyProgram.Output], run.Output);

        // What the linker was given, name by name.
        string map = await File.ReadAllTextAsync(Assert.Single(project.Files("obj"), file => file.EndsWith(".map.xml", StringComparison.Ordinal)));
        Assert.Contains("Sgl_Runtime_Sgl_Dense", map, StringComparison.Ordinal);
        Assert.DoesNotContain("ILGPU", map, StringComparison.Ordinal);
    }
}
