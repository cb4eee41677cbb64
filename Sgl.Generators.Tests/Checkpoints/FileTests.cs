using System.Diagnostics;
using System.Text;
using Xunit;

namespace Sgl.Tests.Checkpoints;

/// <summary>What a checkpoint makes of what else a path can lead to.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Checkpoint _checkpoint = new(new Network([new Dense(2, 3)], seed: 1));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserRead)]
    public void A_file_keeps_its_permissions(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        _checkpoint.Save(_folder["a"]);
        File.SetUnixFileMode(_folder["a"], mode);
        _checkpoint.Save(_folder["a"]);
        Assert.Equal(mode, File.GetUnixFileMode(_folder["a"]));
        _checkpoint.Load(_folder["a"]);
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need privileges there.");
            return;
        }

        Directory.CreateDirectory(_folder["elsewhere"]);
        string target = Path.Combine(_folder["elsewhere"], "target");
        File.CreateSymbolicLink(_folder["middle"], target);
        File.CreateSymbolicLink(_folder["link"], "middle");

        // Also where there is nothing yet.
        _checkpoint.Save(_folder["link"]);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        byte[] before = File.ReadAllBytes(target);
        new Checkpoint(new Network([new Dense(2, 3)], seed: 2)).Save(_folder["link"]);
        Assert.NotEqual(before, File.ReadAllBytes(target));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Equal("middle", new FileInfo(_folder["link"]).LinkTarget);
        Assert.Equal(target, new FileInfo(_folder["middle"]).LinkTarget);
        Assert.Equal([target], Directory.GetFiles(_folder["elsewhere"]));
        _checkpoint.Load(_folder["link"]);
        File.Delete(_folder["middle"]);
        File.CreateSymbolicLink(_folder["middle"], _folder["link"]);
        Assert.Throws<IOException>(() => _checkpoint.Save(_folder["link"]));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Contains("a folder, not a file", Assert.Throws<CheckpointException>(() => _checkpoint.Load(_folder["folder"])).Message, StringComparison.Ordinal);
        Exception e = Assert.ThrowsAny<Exception>(() => _checkpoint.Save(_folder["folder"]));
        Assert.True(e is IOException or UnauthorizedAccessException);
        Assert.Equal([_folder["folder"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_pipe_and_a_device_are_refused_and_stay()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Linux says what they are.");
        using (Process made = Process.Start("mkfifo", _folder["pipe"])) made.WaitForExit();
        File.CreateSymbolicLink(_folder["null"], "/dev/null");
        File.CreateSymbolicLink(_folder["endless"], "/dev/zero");
        foreach (string name in new[] { "pipe", "null", "endless" })
        {
            Assert.Contains("a pipe or a device", Assert.Throws<CheckpointException>(() => _checkpoint.Load(_folder[name])).Message, StringComparison.Ordinal);
            Assert.Contains("a pipe or a device", Assert.Throws<IOException>(() => _checkpoint.Save(_folder[name])).Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.Path).Length);
        Assert.Throws<FileNotFoundException>(() => _checkpoint.Load(_folder["nothing"]));
    }

    /// <summary>What .NET calls an argument out of range is a file that the system does not let grow.</summary>
    [Fact]
    public void A_file_too_large_is_an_exception_of_files_and_leaves_the_old_one()
    {
        File.WriteAllText(_folder["a"], "old");
        IOException e = Assert.Throws<IOException>(() => WholeFile.Write(_folder["a"], file =>
        {
            file.Position = long.MaxValue - 5;
            file.Write([1, 2, 3]);
        }));
        Assert.Contains(_folder["a"], e.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFiles(_folder.Path));
    }

    /// <summary>Each name of a header takes many times its bytes, so none is read that no checksum vouches for.</summary>
    [Fact]
    public void A_header_of_very_many_names_takes_no_memory()
    {
        var json = new StringBuilder("{\"__metadata__\":{\"sha256\":\"").Append('0', 64).Append("\"}");
        for (int i = 0; i < 200_000; i++) json.Append($",\"{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        byte[] text = Encoding.UTF8.GetBytes(json.Append('}').ToString());
        File.WriteAllBytes(_folder["many"], [.. BitConverter.GetBytes((long)text.Length), .. text]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("damaged: its SHA-256", Assert.Throws<CheckpointException>(() => _checkpoint.Load(_folder["many"])).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }
}
