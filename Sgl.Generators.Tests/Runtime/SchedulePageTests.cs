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
        MethodInfo run = InMemory.Load($"public static class Page {{ public static void Run() {{ {code} }} }}")
            .GetType("Page")!.GetMethod("Run")!;
        run.Invoke(null, null);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
