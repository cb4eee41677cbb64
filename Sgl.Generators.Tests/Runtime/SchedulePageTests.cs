using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests;

/// <summary>The code of docs/schedules.md, as one program.</summary>
public partial class SchedulePageTests
{
    [Fact]
    public void The_code_of_the_page_compiles_and_runs()
    {
        string code = string.Concat(Code().Matches(Sources.Page("schedules")).Select(match => match.Groups[1].Value));
        string usings = string.Concat(Using().Matches(code).Select(match => match.Value));
        code = Using().Replace(code, "");
        MethodInfo run = InMemory.Load($"{usings}public static class Page {{ public static void Run() {{ {code} }} }}")
            .GetType("Page")!.GetMethod("Run")!;
        run.Invoke(null, null);
    }

    [Fact]
    public void The_plan_on_the_page_is_that_of_its_network()
    {
        var network = new Network(
            [new Dense(20, 64), new Recurrent<Lif>(64), new Dense(64, 4), new Spiking<LeakyReadout>(4)]);
        string[] plan = network.Plan(200, 8, Schedule.Chunked(25)).ToString().Split('\n');
        string page = Sources.Page("schedules");
        Assert.Contains(string.Join('\n', plan[..9]), page, StringComparison.Ordinal);
        Assert.Contains(string.Join('\n', plan[^3..]), page, StringComparison.Ordinal);
        Assert.Contains($" {network.Plan(200, 8).Bytes.ToString("N0", CultureInfo.InvariantCulture)} ", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^using [\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Using();
}
