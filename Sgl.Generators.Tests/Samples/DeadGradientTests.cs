using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The sample that sweeps the steepness, small.</summary>
[Slow(10)]
public sealed partial class DeadGradientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-dead-gradient-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_learns_without_a_surrogate()
    {
        ProgramRun run = await Sample.Run("DeadGradient", "--quick", "--out", _folder);
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors)));

        Match dead = Dead().Match(run.Output[1]);
        Assert.True(dead.Success, run.Output[1]);
        Assert.InRange(Number(dead.Groups["accuracy"]), 5, 15);
        double[] accuracies =
        [
            .. run.Output[3..^1].SelectMany(row => Accuracy().Matches(row)).Select(match => Number(match.Groups["accuracy"])),
        ];
        Assert.Equal(12, accuracies.Length);
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 5, 100));

        Match result = Result().Match(run.Output[^1]);
        Assert.True(result.Success, run.Output[^1]);
        Assert.Equal(dead.Groups["accuracy"].Value, result.Groups["dead"].Value);
        Assert.Equal(accuracies.Max(), Number(result.Groups["best"]));
        Assert.True(accuracies.Max() > 50, run.Text);

        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(_folder, "sweep.png"), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, .. "PNG\r\n"u8], picture[..6]);
        Assert.Equal(run.Output, (await Sample.Run("DeadGradient", "--quick", "--out", _folder)).Output);
    }

    [Fact]
    public async Task Says_on_one_line_that_it_cannot_write()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        ProgramRun run = await Sample.Run("DeadGradient", "--quick", "--out", file);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: ", Assert.Single(run.Errors), StringComparison.Ordinal);
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^true derivative: (?<accuracy>[\d.]+) %, largest gradient 0$")]
    private static partial Regex Dead();

    [GeneratedRegex(@"(?<accuracy>\d+\.\d\d) %")]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"^true derivative (?<dead>[\d.]+) %, (Sigmoid|ATan|FastSigmoid|Triangle) at alpha = [\d.]+ (?<best>[\d.]+) %$")]
    private static partial Regex Result();
}
