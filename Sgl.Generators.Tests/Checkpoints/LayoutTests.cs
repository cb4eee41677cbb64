using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Sgl.Tests.Checkpoints;

/// <summary>The file as other programs read it: by the description of the layout alone.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Has_the_safetensors_layout()
    {
        Network network = Create();
        var adam = new Adam(0.25f);
        network.TrainStep(new Signal(Bits.Random(8, 3), 2, 2, 2), [0, 1], new MembraneCrossEntropy(), adam);
        new Checkpoint(network, adam, new PoissonEncoder(-7), new SavedArray("history", new[] { 0.1, -2 }, 2, 1))
            .Save(_folder["run.safetensors"]);

        byte[] file = File.ReadAllBytes(_folder["run.safetensors"]);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, length));
        byte[] data = file[(8 + length)..];
        JsonProperty[] tensors = [.. header.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__")];
        Assert.Equal(
            [
                "encoder.draws I64 [1]", "encoder.seed I64 [1]",
                "layers.0.bias F32 [3]", "layers.0.weight F32 [3,2]",
                "layers.1.Beta F32 [3]", "layers.1.Threshold F32 [1]", "layers.1.v F32 [1]",
                "optimizer.beta1 F32 [1]", "optimizer.beta2 F32 [1]", "optimizer.epsilon F32 [1]",
                "optimizer.layers.0.bias.m F32 [3]", "optimizer.layers.0.bias.steps I64 [1]", "optimizer.layers.0.bias.v F32 [3]",
                "optimizer.layers.0.weight.m F32 [3,2]", "optimizer.layers.0.weight.steps I64 [1]", "optimizer.layers.0.weight.v F32 [3,2]",
                "optimizer.layers.1.Beta.m F32 [3]", "optimizer.layers.1.Beta.steps I64 [1]", "optimizer.layers.1.Beta.v F32 [3]",
                "optimizer.learningRate F32 [1]",
                "progress.history F64 [2,1]",
            ],
            tensors.Select(Describe).Order(StringComparer.Ordinal));

        // Without gaps, and each at a multiple of the size of its values.
        long end = 0;
        foreach (JsonProperty tensor in tensors)
        {
            long[] offsets = Offsets(tensor.Value);
            Assert.Equal(end, offsets[0]);
            Assert.Equal(0, offsets[0] % (tensor.Value.GetProperty("dtype").GetString() == "F32" ? 4 : 8));
            end = offsets[1];
        }

        Assert.Equal(data.Length, end);
        Bits.Same(network.Parameters[0].Value.Span, Floats("layers.0.weight"));
        Bits.Same(network.Parameters[2].Value.Span, Floats("layers.1.Beta"));
        Bits.Same([1f], Floats("layers.1.Threshold"));
        Bits.Same([0.25f], Floats("optimizer.learningRate"));
        Assert.Contains(Floats("optimizer.layers.0.weight.m").ToArray(), value => value != 0);
        Assert.Equal(1, BinaryPrimitives.ReadInt64LittleEndian(Of("optimizer.layers.1.Beta.steps")));
        Assert.Equal(-7, BinaryPrimitives.ReadInt64LittleEndian(Of("encoder.seed")));
        Assert.Equal(-2, BinaryPrimitives.ReadDoubleLittleEndian(Of("progress.history")[8..]));

        JsonElement metadata = header.RootElement.GetProperty("__metadata__");
        Assert.Equal(
            [
                ("format", "Sgl checkpoint 1"), ("version", "0.1.0"), ("seed", "5"), ("layers.0", "Dense(2 → 3)"),
                ("layers.1", "Spiking<Lif>(3)"), ("optimizer", "Adam"), ("encoder", "PoissonEncoder"),
            ],
            metadata.EnumerateObject().Skip(1).Select(text => (text.Name, text.Value.GetString()!)));

        // Of the whole file, with zeros for its own digits.
        string digest = metadata.GetProperty("sha256").GetString()!;
        Assert.Equal(digest, Encoding.ASCII.GetString(file, 35, 64));
        file.AsSpan(35, 64).Fill((byte)'0');
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(file)));

        ReadOnlySpan<byte> Of(string name)
        {
            long[] offsets = Offsets(header.RootElement.GetProperty(name));
            return data.AsSpan((int)offsets[0]..(int)offsets[1]);
        }

        ReadOnlySpan<float> Floats(string name) => MemoryMarshal.Cast<byte, float>(Of(name));
    }

    [Fact]
    public void The_same_state_gives_the_same_file()
    {
        new Checkpoint(Create(), new Adam()).Save(_folder["a"]);
        new Checkpoint(Create(), new Adam()).Save(_folder["b"]);
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["b"]));
    }

    [Fact]
    public void Replaces_a_file_as_a_whole_and_clears_up_after_saves_that_were_cut_off()
    {
        string path = _folder["run"];
        string leftOver = $"{path}.{Guid.NewGuid():N}.tmp";
        string[] others = [_folder["run.tmp"], _folder["run.old.tmp"], _folder[$"run2.{Guid.NewGuid():N}.tmp"]];
        foreach (string file in (string[])[path, leftOver, .. others]) File.WriteAllText(file, "old");
        new Checkpoint(Create()).Save(path);
        Assert.Equal(((string[])[path, .. others]).Order(), Directory.GetFiles(_folder.Path).Order());
        CheckpointFile.Open(path).Dispose();
    }

    [Fact]
    public void Leaves_alone_what_another_save_is_writing()
    {
        string path = _folder["run"];
        WholeFile.Write(path, file =>
        {
            file.Write("first"u8);
            WholeFile.Write(path, other => other.Write("second"u8));
            Assert.Equal("second", File.ReadAllText(path));
        });
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_save_that_fails_leaves_the_file_that_was_there()
    {
        string path = _folder["run"];
        new Checkpoint(Create()).Save(path);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<IOException>(() => WholeFile.Write(path, file =>
        {
            file.Write("half"u8);
            throw new IOException("The disk is full.");
        }));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Throws<DirectoryNotFoundException>(() => new Checkpoint(Create()).Save(Path.Combine(_folder["nowhere"], "run")));
    }

    private static Network Create() => new([new Dense(2, 3), new Spiking<Lif>(3)], seed: 5, threads: 1);

    private static string Describe(JsonProperty tensor) =>
        $"{tensor.Name} {tensor.Value.GetProperty("dtype").GetString()} {tensor.Value.GetProperty("shape").GetRawText()}";

    private static long[] Offsets(JsonElement tensor) =>
        [.. tensor.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
}
