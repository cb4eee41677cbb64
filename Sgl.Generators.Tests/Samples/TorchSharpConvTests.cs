using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The sample with TorchSharp, in its quick mode.</summary>
[Slow(15)]
public sealed partial class TorchSharpConvTests
{
    [Fact]
    public async Task Learns_digits()
    {
        ProgramRun run = await Sample.Run("TorchSharpConv", "--quick");
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors)));
        Assert.Equal("1000 training digits, 2000 test digits", run.Output[0]);
        Match result = Result().Match(run.Output[^1]);
        Assert.True(result.Success, run.Output[^1]);
        double accuracy = double.Parse(result.Groups["percent"].Value, CultureInfo.InvariantCulture);
        Assert.True(accuracy > 70, $"It knows {accuracy} % of the test digits.");
    }

    [Fact]
    public async Task Says_what_is_wrong_with_its_arguments()
    {
        ProgramRun run = await Sample.Run("TorchSharpConv", "--epochs", "0");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--epochs must be at least 1, not 0.", run.Errors);
    }

    [Fact]
    public async Task Says_what_is_no_number()
    {
        ProgramRun run = await Sample.Run("TorchSharpConv", "--epochs", "x");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Errors, line => line.Contains("'x' for option '--epochs'", StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled exception", run.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^Test accuracy (?<percent>\d+\.\d\d) %$")]
    private static partial Regex Result();
}
