namespace Sgl.Tests.Harness;

/// <summary>The samples and the benchmarks, run as their users run them: from the folder that they were built to.</summary>
internal static class Sample
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="name">The project.</param>
    /// <param name="arguments">Its command line.</param>
    public static Task<ProgramRun> Run(string name, params string[] arguments) =>
        ProgramRun.Of(ProgramRun.DotNet, ["exec", Built(name), .. arguments]);

    /// <summary>Kills one some time after its first line of output, with no time to clear up; it may have ended before.</summary>
    /// <param name="after">How long after.</param>
    /// <param name="name">The sample's project.</param>
    /// <param name="arguments">Its command line.</param>
    public static Task<ProgramRun> Killed(TimeSpan after, string name, params string[] arguments) =>
        ProgramRun.Of(ProgramRun.DotNet, ["exec", Built(name), .. arguments], killAfter: after);

    // Projects are built side by side, each configuration in a folder of its own.
    private static string Built(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(folder.Parent!.Parent!.FullName, name, folder.Name, $"{name}.dll");
    }
}
