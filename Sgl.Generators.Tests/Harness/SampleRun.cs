using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Sgl.Tests.Harness;

/// <summary>A sample that ran as its user runs it: in a process of its own, from the folder that it was built to.</summary>
/// <param name="ExitCode">What the process returned.</param>
/// <param name="Output">The lines of its standard output.</param>
/// <param name="Errors">The lines of its standard error.</param>
internal sealed record SampleRun(int ExitCode, string[] Output, string[] Errors)
{
    private static string DotNet => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    /// <summary>Runs it to its end.</summary>
    /// <param name="name">The sample's project.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<SampleRun> Of(string name, params string[] arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(DotNet, ["exec", Built(name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration end = cancellation.Register(process.Kill);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new SampleRun(process.ExitCode, Lines(await output), Lines(await errors));
    }

    // Projects are built side by side, each configuration in a folder of its own.
    private static string Built(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(folder.Parent!.Parent!.FullName, name, folder.Name, $"{name}.dll");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
