using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Sgl.Tests.Packaging;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The sample that recognizes digits step by step, built and as a native program.</summary>
[Slow(20)]
public sealed partial class StreamingTests : IDisposable
{
    private const int MostBytes = 15_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-streaming-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Recognizes_digits_before_it_has_seen_all_of_them()
    {
        ProgramRun run = await Sample.Run("Streaming", "--digits", "200");
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors)));
        Assert.Equal(10, run.Output.Count(line => Row().IsMatch(line)));
        Match result = Result(run);
        Assert.InRange(Number(result.Groups["early"]), 93, 100);
        Assert.InRange(Number(result.Groups["full"]), 93, 100);
        Assert.InRange(Number(result.Groups["steps"]), 1, 15);

        ProgramRun again = await Sample.Run("Streaming", "--digits", "200");
        Assert.Equal(WithoutTimes(run), WithoutTimes(again));
    }

    [Fact]
    public async Task Is_more_often_right_where_it_has_to_be_surer()
    {
        Match hasty = Result(await Sample.Run("Streaming", "--digits", "200", "--confidence", "0.2"));
        Match sure = Result(await Sample.Run("Streaming", "--digits", "200", "--confidence", "0.99"));
        Assert.True(Number(hasty.Groups["steps"]) < Number(sure.Groups["steps"]));
        Assert.True(Number(hasty.Groups["early"]) < Number(sure.Groups["early"]));
        Assert.Equal(hasty.Groups["full"].Value, sure.Groups["full"].Value);
    }

    [Fact]
    public async Task Recognizes_with_the_weights_that_it_has_learned()
    {
        string weights = Path.Combine(_folder, "learned.safetensors");
        string data = Path.Combine(AppContext.BaseDirectory, "mnist");
        ProgramRun training = await Sample.Run("Streaming", "--train", data, "--epochs", "1", "--weights", weights);
        Assert.True(training.ExitCode == 0, training.Text);
        ProgramRun run = await Sample.Run("Streaming", "--digits", "100", "--weights", weights);
        Assert.InRange(Number(Result(run).Groups["full"]), 75, 100);
    }

    [Fact]
    public async Task Says_on_one_line_what_is_wrong()
    {
        string damaged = Path.Combine(_folder, "damaged.safetensors");
        await File.WriteAllTextAsync(damaged, "no checkpoint", TestContext.Current.CancellationToken);
        string nowhere = Path.Combine(_folder, "nowhere");
        foreach ((string[] arguments, int exitCode, string expected) in new (string[], int, string)[]
        {
            (["--weights", damaged], 2, damaged),
            (["--weights", nowhere], 2, nowhere),
            (["--train", nowhere], 2, nowhere),
            (["--digits", "2001"], 2, "--digits 2001: there are 2000 test digits"),
            (["--digits", "0"], 1, "--digits must be at least 1, not '0'."),
            (["--digits", "few"], 1, "--digits must be at least 1, not 'few'."),
            (["--confidence", "NaN"], 1, "--confidence must be above 0 to 1, not 'NaN'."),
        })
        {
            ProgramRun run = await Sample.Run("Streaming", arguments);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(expected, Assert.Single(run.Errors), StringComparison.Ordinal);
        }
    }

    /// <summary>As the page says, and without a warning, which would be an error.</summary>
    [Fact]
    public async Task Publishes_as_a_small_native_program()
    {
        Assert.SkipUnless(NativeAotTests.HasLinker, "There is neither clang nor gcc, which link native programs.");
        // What it refers to is built already, and other tests read it.
        ProgramRun publish = await ProgramRun.Of(
            ProgramRun.DotNet,
            ["publish", "-c", Configuration, "-o", _folder, "-p:BuildProjectReferences=false", "-p:IlcGenerateMapFile=true"],
            Path.Combine(ProjectFile.Repository, "samples", "Streaming"));
        Assert.True(publish.ExitCode == 0, publish.Text);
        Assert.DoesNotContain(publish.Output, line => line.Contains("warning", StringComparison.Ordinal));

        FileInfo[] files = [.. new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)];
        Assert.Equal(
            ["Streaming", "digits.safetensors", "test-images.idx3-ubyte.gz", "test-labels.idx1-ubyte.gz"],
            files.Select(file => file.Name).Order(StringComparer.Ordinal));
        long bytes = files.Sum(file => file.Length);
        Assert.True(bytes < MostBytes, $"{bytes} bytes: {string.Join(", ", files.Select(file => $"{file.Name} {file.Length}"))}");

        ProgramRun native = await ProgramRun.Of(Path.Combine(_folder, "Streaming"), ["--digits", "200"], _folder);
        Assert.True(native.ExitCode == 0, native.Text);
        ProgramRun managed = await Sample.Run("Streaming", "--digits", "200");
        Assert.Equal(WithoutTimes(managed), WithoutTimes(native));

        // What the linker was given, name by name.
        string objects = Path.Combine(ProjectFile.Repository, "artifacts", "obj", "Streaming", $"{Configuration}_native");
        string map = Assert.Single(Directory.GetFiles(objects, "*.map.xml", SearchOption.AllDirectories));
        Assert.DoesNotContain("ILGPU", await File.ReadAllTextAsync(map, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Its folder is called as the configuration is.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static IEnumerable<string> WithoutTimes(ProgramRun run) =>
        run.Output.Where(line => !line.StartsWith("first digit decided ", StringComparison.Ordinal));

    private static Match Result(ProgramRun run)
    {
        Match result = Summary().Match(run.Output[^1]);
        Assert.True(result.Success, run.Text);
        return result;
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^    (?<label>\d)  (?<trail>[·\d]{1,25}) +(?<decided>\d) after +\d+ steps, \d+ % sure$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^\d+ digits: (?<early>[\d.]+) % right after (?<steps>[\d.]+) steps on average, (?<full>[\d.]+) % after all 25$")]
    private static partial Regex Summary();
}
