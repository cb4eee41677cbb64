using System.CommandLine;
using System.CommandLine.Invocation;

namespace Sgl.Bench;

/// <summary>The quick modes; everything else is for BenchmarkDotNet.</summary>
internal static class QuickModes
{
    /// <summary>Whether it is for one of them.</summary>
    public static bool Takes(string[] arguments) => arguments is [RatiosCommand.Name or GpuCommand.Name or ProductsCommand.Name, ..];

    /// <summary>Runs one; a wrong argument is named on standard error, without the whole help.</summary>
    /// <returns>0, or another number where something that was asked for could not be measured.</returns>
    public static int Invoke(string[] arguments)
    {
        ParseResult parsed = new RootCommand { RatiosCommand.Create(), GpuCommand.Create(), ProductsCommand.Create() }.Parse(arguments);
        if (parsed.Action is ParseErrorAction errors) (errors.ShowHelp, errors.ShowTypoCorrections) = (false, true);
        return parsed.Invoke();
    }
}
