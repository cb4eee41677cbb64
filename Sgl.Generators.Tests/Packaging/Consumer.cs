using Sgl.Tests.Harness;

namespace Sgl.Tests.Packaging;

/// <summary>A project of a user, in a folder of its own.</summary>
internal sealed record Consumer(string Folder)
{
    /// <summary>Runs a command of .NET in the project's folder, such as <c>run</c>.</summary>
    public Task<ProgramRun> DotNet(params string[] arguments) => ProgramRun.Of(ProgramRun.DotNet, arguments, Folder);

    /// <summary>The files that it wrote below a folder.</summary>
    public string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories)];
}
