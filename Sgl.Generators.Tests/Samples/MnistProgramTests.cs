using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The MNIST sample, run on the digits of the repository, of which it is given few.</summary>
[Slow(25)]
public sealed partial class MnistProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-mnist-run-").FullName;

    private string Pictures => Path.Combine(_folder, "pictures");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Learns_and_draws_what_it_learned()
    {
        ProgramRun run = await Train("--epochs", "3");
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors)));
        Assert.Contains("Spiking<Lif>(64)", run.Output[0], StringComparison.Ordinal);
        Assert.Equal("1000 training digits, 2000 test digits, 10 time steps", run.Output[1]);

        Match[] epochs = [.. run.Output[2..^1].Select(line => Epoch().Match(line))];
        Assert.Equal(["1", "2", "3"], epochs.Select(epoch => epoch.Groups["epoch"].Value));
        double[] losses = [.. epochs.Select(epoch => Number(epoch.Groups["loss"]))];
        Assert.Equal(losses.OrderDescending(), losses);
        Group test = epochs[^1].Groups["test"];
        Assert.True(Number(test) > 60, $"It knows {test} % of the test digits.");
        Assert.Equal($"test accuracy: {test} %", run.Output[^1]);

        Assert.Equal(["digit.png", "training.png"], Directory.GetFiles(Pictures).Select(Path.GetFileName).Order());
        foreach (string picture in Directory.GetFiles(Pictures))
        {
            byte[] file = await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
            Assert.Equal([0x89, .. "PNG\r\n"u8], file[..6]);
        }
    }

    [Fact]
    public async Task Reports_how_the_neurons_spike_and_what_layers_take()
    {
        ProgramRun run = await Train("--epochs", "1", "--report");
        Assert.Equal((0, ""), (run.ExitCode, string.Join('\n', run.Errors)));
        int title = run.Output.ToList().FindIndex(line => line.StartsWith("spikes per time step", StringComparison.Ordinal));
        Assert.StartsWith("1: Spiking<Lif>(64)", run.Output[title + 1], StringComparison.Ordinal);
        Assert.Contains(run.Output, line => line.StartsWith("2000 samples", StringComparison.Ordinal));

        // 784 pixels reach 64 neurons once, because they do not change over time.
        string first = Assert.Single(run.Output, line => line.StartsWith("0: Dense(784 → 64)", StringComparison.Ordinal));
        Assert.EndsWith(" 100,352,000", first, StringComparison.Ordinal);
        Assert.StartsWith("test accuracy: ", run.Output[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constant", "membrane")]
    [InlineData("poisson", "spikes")]
    [InlineData("latency", "membrane")]
    public async Task Gives_the_same_for_any_number_of_threads(string encoder, string readout)
    {
        ProgramRun one = await Train("--epochs", "1", "--encoder", encoder, "--readout", readout, "--threads", "1");
        ProgramRun three = await Train("--epochs", "1", "--encoder", encoder, "--readout", readout, "--threads", "3");
        Assert.Equal(0, one.ExitCode);
        Assert.Matches(Epoch(), one.Output[2]);
        Assert.Equal(one.Output.Select(WithoutSpeed), three.Output.Select(WithoutSpeed));
    }

    [Fact]
    public async Task Learns_on_a_device_as_on_the_processor()
    {
        string[] options = ["--epochs", "1"];
        ProgramRun processor = await Train(options);
        ProgramRun device = await Train([.. options, "--device", "ilgpu-cpu"]);
        Assert.Equal((0, ""), (device.ExitCode, string.Join('\n', device.Errors)));
        Match expected = Epoch().Match(processor.Output[2]), actual = Epoch().Match(device.Output[2]);
        Assert.Equal(Number(expected.Groups["loss"]), Number(actual.Groups["loss"]), tolerance: 0.005);
        Assert.Equal(Number(expected.Groups["test"]), Number(actual.Groups["test"]), tolerance: 1.5);
    }

    [Fact]
    public async Task Says_on_one_line_what_is_wrong_and_draws_nothing()
    {
        ProgramRun missing = await Train("--data", Path.Combine(_folder, "nowhere"));
        Assert.Equal(2, missing.ExitCode);
        Assert.StartsWith("error: ", Assert.Single(missing.Errors), StringComparison.Ordinal);

        ProgramRun wrong = await Train("--epochs", "0");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Equal("--epochs must be a whole number, 1 to 1000, not '0'.", Assert.Single(wrong.Errors));
        Assert.False(Directory.Exists(Pictures));
    }

    private Task<ProgramRun> Train(params string[] arguments) => Sample.Run(
        "Mnist", ["--limit", "1000", "--hidden", "64", "--steps", "10", "--out", Pictures, .. arguments]);

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string WithoutSpeed(string line) => Speed().Replace(line, "");

    [GeneratedRegex(@"^epoch (?<epoch>\d)/\d  loss (?<loss>\d\.\d{4})  train +[\d.]+ %  test +(?<test>[\d.]+) %  ")]
    private static partial Regex Epoch();

    [GeneratedRegex(" +[0-9]+ samples/s$")]
    private static partial Regex Speed();
}
