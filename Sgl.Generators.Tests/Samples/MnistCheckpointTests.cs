using Sgl.Tests.Checkpoints;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The MNIST sample, stopped and going on.</summary>
[Slow(30)]
public sealed class MnistCheckpointTests : IDisposable
{
    private const int Kills = 10;
    private const int LongestLife = 500; // ms in training

    private static readonly string[] Options =
    [
        "--limit", "1000", "--hidden", "32", "--steps", "6", "--epochs", "15", "--encoder", "poisson", "--save-every", "1",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_it_goes_on_from_the_last_checkpoint()
    {
        ProgramRun whole = await Sample.Run("Mnist", Arguments("whole"));
        Assert.Equal((0, ""), (whole.ExitCode, string.Join('\n', whole.Errors)));

        var random = new CounterRandom(23);
        for (int i = 0; i < Kills; i++)
        {
            // Whatever the moment was: what is there is whole, and the next run goes on from it.
            TimeSpan life = TimeSpan.FromMilliseconds(LongestLife * random.Uniform((ulong)i));
            ProgramRun killed = await Sample.Killed(life, "Mnist", Arguments("killed"));
            Assert.Equal("", string.Join('\n', killed.Errors));
            if (File.Exists(Saved("killed"))) CheckpointFile.Open(Saved("killed")).Dispose();
        }

        bool isThere = File.Exists(Saved("killed"));
        ProgramRun last = await Sample.Run("Mnist", Arguments("killed"));
        Assert.Equal((0, ""), (last.ExitCode, string.Join('\n', last.Errors)));
        Assert.Equal(isThere, last.Output[2].StartsWith($"resumed from {Saved("killed")}: ", StringComparison.Ordinal));
        Assert.Equal(whole.Output[^1], last.Output[^1]);
        Assert.Equal(File.ReadAllBytes(Saved("whole")), File.ReadAllBytes(Saved("killed")));
        foreach (string picture in new[] { "training.png", "digit.png" })
            Assert.Equal(File.ReadAllBytes(Picture("whole", picture)), File.ReadAllBytes(Picture("killed", picture)));
        Assert.Equal([Saved("killed"), Saved("whole")], Directory.GetFiles(_folder.Path).Order());
    }

    [Fact]
    public async Task Says_what_it_cannot_go_on_from()
    {
        string[] options = ["--limit", "100", "--hidden", "8", "--steps", "2", "--checkpoint", Saved("run"), "--out", _folder["out"]];
        ProgramRun run = await Sample.Run("Mnist", [.. options, "--epochs", "1"]);
        Assert.Equal(0, run.ExitCode);
        ProgramRun again = await Sample.Run("Mnist", [.. options, "--epochs", "1"]);
        Assert.Equal($"resumed from {Saved("run")}: 1 epochs and 0 digits done", again.Output[2]);
        Assert.Equal(run.Output[^1], again.Output[^1]);

        ProgramRun longer = await Sample.Run("Mnist", [.. options, "--epochs", "2"]);
        Assert.Equal(2, longer.ExitCode);
        Assert.StartsWith($"error: {Saved("run")}: progress.options.epochs is 1 in the file and 2 here", Assert.Single(longer.Errors), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Saved("run"), "not a checkpoint", TestContext.Current.CancellationToken);
        ProgramRun damaged = await Sample.Run("Mnist", [.. options, "--epochs", "1"]);
        Assert.Equal(2, damaged.ExitCode);
        Assert.StartsWith($"error: {Saved("run")}: no checkpoint", Assert.Single(damaged.Errors), StringComparison.Ordinal);
        Assert.Equal("not a checkpoint", File.ReadAllText(Saved("run")));

        ProgramRun nowhere = await Sample.Run("Mnist", "--save-every", "3");
        Assert.Equal((1, "--save-every needs --checkpoint."), (nowhere.ExitCode, Assert.Single(nowhere.Errors)));
        nowhere = await Sample.Run("Mnist", "--checkpoint", Path.Combine(_folder["nowhere"], "run"));
        Assert.Contains("must be in a folder that exists", Assert.Single(nowhere.Errors), StringComparison.Ordinal);
    }

    private string[] Arguments(string name) => [.. Options, "--checkpoint", Saved(name), "--out", _folder[name]];

    private string Saved(string name) => _folder[$"{name}.safetensors"];

    private string Picture(string name, string picture) => Path.Combine(_folder[name], picture);
}
