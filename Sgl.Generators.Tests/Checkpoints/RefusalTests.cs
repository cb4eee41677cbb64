using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Checkpoints;

/// <summary>What is not the checkpoint that it should be is refused, by name and reason, and changes nothing.</summary>
[Slow(20)]
public sealed class RefusalTests : IDisposable
{
    private const int DigestStart = 35;
    private const int DigestLength = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly Subject _subject = new();

    // A whole file of other values.
    private readonly byte[] _good;

    public RefusalTests()
    {
        var other = new Subject(seed: 2);
        other.Train();
        other.Checkpoint.Save(_folder["good"]);
        _good = File.ReadAllBytes(_folder["good"]);
    }

    private int HeaderLength => (int)BinaryPrimitives.ReadInt64LittleEndian(_good);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_length_but_its_own_is_refused()
    {
        for (int length = 0; length < _good.Length; length++)
        {
            string message = Refused(_good[..length]);
            Assert.Contains(length < 8 ? "too short for a checkpoint" : "truncated", message, StringComparison.Ordinal);
        }

        Assert.Contains(
            $"trailing data: {_good.Length + 1} bytes long, expected {_good.Length}", Refused([.. _good, 0]), StringComparison.Ordinal);
        Taken(_good);
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        for (int bit = 0; bit < 8 * _good.Length; bit++)
        {
            byte[] flipped = [.. _good];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            string message = Refused(flipped);
            if (bit / 8 >= 8 + HeaderLength) Assert.Contains("damaged: its SHA-256 is ", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Random_damage_is_refused()
    {
        var random = new CounterRandom(11);
        for (ulong trial = 0; trial < 500; trial++)
        {
            CounterRandom draws = random.Stream(trial);
            byte[] damaged = [.. _good];
            int start = (int)(draws.Bits(0) % (ulong)damaged.Length);
            int count = 1 + (int)(draws.Bits(1) % (ulong)(damaged.Length - start));
            for (int i = start; i < start + count; i++) damaged[i] = (byte)draws.Bits(2 + (ulong)i);
            if (!damaged.SequenceEqual(_good)) Refused(damaged);
        }
    }

    [Fact]
    public void Files_of_something_else_are_refused()
    {
        Assert.Contains("no checkpoint: it would begin with a header of", Refused([.. "A text, not a checkpoint"u8]), StringComparison.Ordinal);
        Assert.Contains("too short", Refused([]), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Refused(WithHeader("{\"\u00e9\":1}"u8.ToArray().Where(b => b != 0xa9).ToArray(), [])), StringComparison.Ordinal);
        Assert.Contains("not that of a safetensors file", Refused(WithHeader("[1, 2]"u8.ToArray(), [])), StringComparison.Ordinal);
        byte[] safetensors = WithHeader("""{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8.ToArray(), [1, 2, 3, 4]);
        Assert.Contains("a safetensors file of something else", Refused(safetensors), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => _subject.Checkpoint.Load(_folder["missing"]));
    }

    // Files that are whole, with a checksum that fits, but say something wrong.
    [Theory]
    [InlineData("\"data_offsets\":[0,8]", "\"data_offsets\":[0,9]", "the data of ")]
    [InlineData("\"data_offsets\":[0,8]", "\"data_offsets\":[8,8]", "the data of ")]
    [InlineData("\"data_offsets\":[0,8]", "\"data_offsets\":[0,-8]", "-8 is no size")]
    [InlineData("\"data_offsets\":[0,8]", "\"data_offsets\":[0,8,8]", "3 offsets instead of 2")]
    [InlineData("\"data_offsets\":[0,8]", "\"data_offsets\":[0,1e9]", "1e9 is no size")]
    [InlineData("\"dtype\":\"I64\"", "\"dtype\":\"U64\"", " is U64 [1] in the file and I64 [1] here")]
    [InlineData("\"dtype\":\"I64\"", "\"dtype\":64", "not that of a safetensors file")]
    [InlineData("\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[3,2]", "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3]", "layers.0.weight is F32 [2, 3] in the file and F32 [3, 2] here")]
    [InlineData("\"layers.0.weight\":", "\"layers.0.wight\":", "layers.0.weight, F32 [3, 2] here, is not in the file")]
    [InlineData("\"layers.0.weight\":", "\"layers.0.bias\":", "not that of a safetensors file")]
    [InlineData("\"Sgl checkpoint 1\"", "\"Sgl checkpoint 2\"", "its format is 'Sgl checkpoint 2'; this version of Sgl, 0.1.0, reads 'Sgl checkpoint 1'")]
    [InlineData("\"Spiking<Lif>(3)\"", "\"Spiking<AdEx>(3)\"", "layers.1 is Spiking<AdEx>(3) in the file and Spiking<Lif>(3) here")]
    [InlineData("\"optimizer\":\"Adam\"", "\"optimizer\":\"Sgd\"", "optimizer is Sgd in the file and Adam here")]
    public void Whole_files_that_say_something_wrong_are_refused(string said, string instead, string reason)
    {
        string header = Encoding.UTF8.GetString(_good, 8, HeaderLength);
        int at = header.IndexOf(said, StringComparison.Ordinal);
        Assert.True(at >= 0, header);
        byte[] changed = Encoding.UTF8.GetBytes(header.Remove(at, said.Length).Insert(at, instead));
        Assert.Contains(reason, Refused(Sealed(WithHeader(changed, _good[(8 + HeaderLength)..]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_training_are_refused()
    {
        Assert.Contains("it has 2 layers; the network has 1", RefusedBy(new Checkpoint(new Network([new Dense(2, 3)]))), StringComparison.Ordinal);
        Assert.Contains(
            "layers.0 is Dense(2 → 3) in the file and Dense(4 → 3) here",
            RefusedBy(new Checkpoint(new Network([new Dense(4, 3), new Spiking<Lif>(3)]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "layers.0.bias, F32 [3] in the file, is not here",
            RefusedBy(new Checkpoint(new Network([new Dense(2, 3, bias: false), new Spiking<Lif>(3)]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "layers.1.Threshold is 1 in the file and 0.5 here, and cannot be changed",
            RefusedBy(new Checkpoint(new Network([new Dense(2, 3), new Spiking<Lif>(3, new Lif { Threshold = 0.5f })]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "optimizer.beta1 is 0.9 in the file and 0.8 here",
            RefusedBy(new Checkpoint(Subject.CreateNetwork(1), new Adam(beta1: 0.8f))),
            StringComparison.Ordinal);
        Assert.Contains(
            "progress.other, I64 [2] here, is not in the file",
            RefusedBy(new Checkpoint(Subject.CreateNetwork(1), null, null, new SavedArray("other", new long[2]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "it has no encoder; a checkpoint without one reads it",
            RefusedBy(new Checkpoint(Subject.CreateNetwork(1), encoder: new ConstantEncoder())),
            StringComparison.Ordinal);

        new Checkpoint(Subject.CreateNetwork(1)).Save(_folder["good"]);
        Assert.Contains(
            "it has no optimizer; a checkpoint of the network alone reads it", RefusedBy(_subject.Checkpoint), StringComparison.Ordinal);
    }

    [Fact]
    public void The_element_that_differs_is_named()
    {
        Checkpoint With(params long[] codes) => new(
            Subject.CreateNetwork(1), null, null, new SavedArray("codes", codes) { IsFixed = true });
        With(1, 2, 3).Save(_folder["good"]);
        Assert.Contains("progress.codes[2] is 3 in the file and 4 here", RefusedBy(With(1, 2, 4)), StringComparison.Ordinal);
    }

    // The message is one line that starts with the file's name, and all values are what they were.
    private string Refused(byte[] file)
    {
        float[] before = _subject.State();
        CheckpointException refusal = Assert.Throws<CheckpointException>(() => Load(file));
        Bits.Same(before, _subject.State());
        Assert.StartsWith("file: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    private void Taken(byte[] file)
    {
        float[] before = _subject.State();
        Load(file);
        Assert.NotEqual(before, _subject.State());
    }

    private void Load(byte[] file)
    {
        using var checkpoint = new CheckpointFile("file", new MemoryStream(file));
        _subject.Checkpoint.Load(checkpoint);
    }

    private string RefusedBy(Checkpoint checkpoint)
    {
        string message = Assert.Throws<CheckpointException>(() => checkpoint.Load(_folder["good"])).Message;
        Assert.StartsWith($"{_folder["good"]}: ", message, StringComparison.Ordinal);
        return message;
    }

    private static byte[] WithHeader(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    private static byte[] Sealed(byte[] file)
    {
        file.AsSpan(DigestStart, DigestLength).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file)), file.AsSpan(DigestStart));
        return file;
    }

    /// <summary>A small network that is trained.</summary>
    private sealed class Subject
    {
        private readonly Network _network;
        private readonly Adam _adam = new(0.1f);
        private readonly long[] _epoch = [3];

        public Subject(int seed = 1)
        {
            _network = CreateNetwork(seed);
            Checkpoint = new Checkpoint(_network, _adam, null, new SavedArray("epoch", _epoch));
        }

        public Checkpoint Checkpoint { get; }

        public static Network CreateNetwork(int seed) => new([new Dense(2, 3), new Spiking<Lif>(3)], seed, threads: 1);

        public void Train()
        {
            _network.TrainStep(new Signal(Bits.Random(8, 3), 2, 2, 2), [0, 1], new MembraneCrossEntropy(), _adam);
            _adam.LearningRate = 0.2f;
            _epoch[0]++;
        }

        public float[] State() =>
        [
            .. _network.Parameters.SelectMany(parameter => (float[])
                [.. parameter.Value.Span, .. _adam.Memory.Of(parameter).Arrays.SelectMany(m => m), _adam.Memory.Of(parameter).Steps[0]]),
            _adam.LearningRate, _epoch[0],
        ];
    }
}
