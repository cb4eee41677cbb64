using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Sgl.Tests.Harness;

/// <summary>A program that ran in a process of its own.</summary>
/// <param name="ExitCode">What the process returned.</param>
/// <param name="Output">The lines of its standard output.</param>
/// <param name="Errors">The lines of its standard error.</param>
internal sealed record ProgramRun(int ExitCode, string[] Output, string[] Errors)
{
    /// <summary>The command line of .NET that runs these tests.</summary>
    public static string DotNet => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    /// <summary>All that it printed, for messages.</summary>
    public string Text => string.Join('\n', [.. Output, .. Errors]);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="folder">Where it runs; empty: where the tests do.</param>
    /// <param name="setting">A variable of its environment beside those of the tests.</param>
    /// <param name="killAfter">How long after its first line of output it is killed, with no time to clear up; null: not at all.</param>
    public static async Task<ProgramRun> Of(
        string file,
        IEnumerable<string> arguments,
        string folder = "",
        (string Name, string Value)? setting = null,
        TimeSpan? killAfter = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        LetBuildsEnd(start.Environment);
        if (setting is var (name, value)) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration end = cancellation.Register(process.Kill);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        string first = killAfter is null ? "" : await process.StandardOutput.ReadLineAsync(cancellation) + "\n";
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        if (killAfter is { } time)
        {
            await Task.Delay(time, cancellation);
            process.Kill();
        }

        await process.WaitForExitAsync(cancellation);
        return new ProgramRun(process.ExitCode, Lines(first + await output), Lines(await errors));
    }

    // What a build leaves running for the next one would hold its output open; and it is to know nothing of the build
    // that started the tests.
    private static void LetBuildsEnd(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["UseSharedCompilation"] = "false";
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
