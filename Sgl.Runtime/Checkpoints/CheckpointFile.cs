using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sgl;

/// <summary>
/// A file in the safetensors layout whose first text is the SHA-256 of the whole file, taken with 64 zeros in its place:
/// the place is the same in every file, and no bit of one can change unseen.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private const int DigestDigits = 64;
    private const string NoChecksum = "a safetensors file of something else: it does not begin with the checksum of a checkpoint";
    private const int ChunkBytes = 1 << 20;

    // A header that is read to say more of a damaged file; longer ones are read only where the checksum holds.
    private const int DamagedHeaderBytes = 1 << 20;
    private static readonly int DigestStart = SafetensorsHeader.PrefixBytes + BeforeDigest.Length;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly long _dataStart;

    /// <summary>Reads the header and checks that the file is whole.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="stream">The file, which can seek; <see cref="Dispose"/> closes it.</param>
    /// <exception cref="CheckpointException">It is no checkpoint, or damaged.</exception>
    public CheckpointFile(string name, Stream stream)
    {
        (_name, _stream) = (name, stream);
        long length = stream.Length;
        if (length < SafetensorsHeader.PrefixBytes)
            throw Refusal($"{length} bytes long, which is too short for a checkpoint");
        var prefix = new byte[SafetensorsHeader.PrefixBytes];
        stream.ReadExactly(prefix);
        long headerBytes = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (headerBytes is < 0 or > SafetensorsHeader.MaxBytes)
            throw Refusal($"no checkpoint: it would begin with a header of {unchecked((ulong)headerBytes)} bytes");
        _dataStart = prefix.Length + headerBytes;
        if (length < _dataStart) throw Refusal($"truncated: {length} bytes long, and the header alone ends at {_dataStart}");

        // A header of many names takes many times its bytes, so it is read only after the checksum was compared.
        string? damage = DamageOf(headerBytes);
        if (damage is not null && headerBytes > DamagedHeaderBytes) throw Refusal(damage);
        var header = new byte[headerBytes];
        stream.Position = SafetensorsHeader.PrefixBytes;
        stream.ReadExactly(header);
        Header = Parse(header);
        long expected = _dataStart + Header.DataBytes;
        if (damage != NoChecksum && length != expected)
            throw Refusal($"{(length < expected ? "truncated" : "trailing data")}: {length} bytes long, expected {expected}");
        if (damage is not null) throw Refusal(damage);
    }

    /// <summary>What the file has.</summary>
    public SafetensorsHeader Header { get; }

    // The JSON of a file up to the digest.
    private static ReadOnlySpan<byte> BeforeDigest => "{\"__metadata__\":{\"sha256\":\""u8;

    /// <summary>Opens a file and checks that it is whole.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CheckpointFile Open(string path)
    {
        RequireFile(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new CheckpointFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // Opening a pipe waits until another process writes to it.
    private static void RequireFile(string path)
    {
        if (Directory.Exists(path)) throw new CheckpointException($"{path}: a folder, not a file.");
        if (!WholeFile.MayBeRegular(path)) throw new CheckpointException($"{path}: a pipe or a device, not a file.");
    }

    /// <summary>Writes a file that is whole or not there at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="metadata">Texts by name.</param>
    /// <param name="arrays">The tensors, under the names that they have in the file.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<SavedArray> arrays)
    {
        // Values of 8 bytes first: each lies at a multiple of its size.
        SavedArray[] inOrder = [.. arrays.OrderByDescending(array => array.ElementBytes)];
        var tensors = new List<SafetensorsHeader.Tensor>();
        long end = 0;
        foreach (SavedArray array in inOrder)
        {
            long start = end;
            end += (long)array.ElementBytes * array.Length;
            tensors.Add(new SafetensorsHeader.Tensor(array.Name, array.Type, [.. array.Shape], start, end));
        }

        var texts = new OrderedDictionary<string, string>([new("sha256", new string('0', DigestDigits)), .. metadata]);
        byte[] header = new SafetensorsHeader(texts, tensors).Write();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (SavedArray array in inOrder) hash.AppendData(array.Bytes);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()), header.AsSpan(DigestStart));
        WholeFile.Write(path, file =>
        {
            file.Write(header);
            foreach (SavedArray array in inOrder) file.Write(array.Bytes);
        });
    }

    /// <summary>The data of a tensor.</summary>
    public byte[] Read(SafetensorsHeader.Tensor tensor)
    {
        var data = new byte[tensor.End - tensor.Start];
        _stream.Position = _dataStart + tensor.Start;
        _stream.ReadExactly(data);
        return data;
    }

    /// <summary>Says why the file is not taken.</summary>
    public CheckpointException Refusal(string reason, Exception? cause = null) => new($"{_name}: {reason}.", cause!);

    public void Dispose() => _stream.Dispose();

    private SafetensorsHeader Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return SafetensorsHeader.Parse(json);
        }
        catch (FormatException e)
        {
            throw Refusal(e.Message, e);
        }
    }

    // Why the checksum does not vouch for the file; null where it does.
    private string? DamageOf(long headerBytes)
    {
        if (headerBytes < DigestStart + DigestDigits - SafetensorsHeader.PrefixBytes) return NoChecksum;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        _stream.Position = 0;
        _stream.ReadExactly(chunk.AsSpan(0, DigestStart + DigestDigits));
        if (!chunk.AsSpan(SafetensorsHeader.PrefixBytes).StartsWith(BeforeDigest)) return NoChecksum;
        Span<byte> digits = chunk.AsSpan(DigestStart, DigestDigits);
        string said = Encoding.Latin1.GetString(digits);
        digits.Fill((byte)'0');
        for (int read = DigestStart + DigestDigits; read > 0; read = _stream.Read(chunk)) hash.AppendData(chunk.AsSpan(0, read));
        string computed = Convert.ToHexStringLower(hash.GetHashAndReset());
        return said == computed ? null : $"damaged: its SHA-256 is {computed}, and it says {said}";
    }
}
