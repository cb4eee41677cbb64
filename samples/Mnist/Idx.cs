using System.Buffers.Binary;
using System.IO.Compression;

namespace Mnist;

/// <summary>
/// Reads the IDX format of the MNIST files: a magic number (0, 0, 8 for unsigned bytes, number of dimensions), the
/// dimensions as big-endian integers, and the bytes. Every departure from it is an
/// <see cref="InvalidDataException"/> that names the file.
/// </summary>
/// <remarks>The header is read first, and no more unpacked than it promises.</remarks>
internal static class Idx
{
    private const int UnsignedByte = 8;

    // A header of 10 bytes and a trailer of 8.
    private const int SmallestGzip = 18;

    // More than ten times the largest file of digits.
    private const int MostBytes = 1 << 30;

    private const int FirstBuffer = 1 << 16;

    /// <summary>Reads a file of unsigned bytes, gzipped if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">How many dimensions it must have.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static (byte[] Values, int[] Sizes) Read(string path, int rank)
    {
        using FileStream file = File.OpenRead(path);
        bool isPacked = path.EndsWith(".gz", StringComparison.Ordinal);
        long said = isPacked ? UnpackedLength(path, file) : file.Length;
        using Stream content = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;

        int headerLength = sizeof(int) * (1 + rank);
        byte[] header = ReadUpTo(headerLength, path, content);
        if (header.Length < headerLength)
        {
            RequireEnd(header.Length);
            throw Invalid(path, $"{Bytes(header.Length)} long; the header alone takes {headerLength}");
        }

        int magic = IntAt(0);
        int expected = UnsignedByte << 8 | rank;
        if (magic != expected) throw Invalid(path, $"the magic number is 0x{magic:X8}, expected 0x{expected:X8}");

        int[] sizes = [.. Enumerable.Range(1, rank).Select(IntAt)];
        string shape = string.Join(" × ", sizes);
        if (sizes.Any(size => size < 1)) throw Invalid(path, $"the header says {shape}; every size must be at least 1");
        Int128 length = sizes.Aggregate(Int128.One, (product, size) => product * size);
        if (length > MostBytes) throw Invalid(path, $"the header says {shape}, which is {length} bytes; at most {MostBytes} are read");

        // One more shows whether there are more.
        byte[] values = ReadUpTo((int)length + 1, path, content);
        if (values.Length <= length) RequireEnd(headerLength + values.Length);
        if (values.Length == length) return (values, sizes);
        long actual = values.Length < length ? values.Length : Math.Max(values.Length, said - headerLength);
        throw Invalid(
            path,
            $"{(actual < length ? "truncated" : "trailing data")}: {Bytes(actual)} after the header, expected {length} ({shape})");

        int IntAt(int index) => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(index * sizeof(int)));

        // GZipStream takes a file that ends too early, or too late, for a whole one.
        void RequireEnd(long count)
        {
            if (!isPacked || (uint)count == said) return;
            throw Invalid(
                path,
                $"damaged gzip, truncated or with trailing data: {Bytes(count)} unpacked, expected {said} by its last four bytes");
        }
    }

    /// <summary>The exception that names the file and says what is wrong with it.</summary>
    public static InvalidDataException Invalid(string path, string what, Exception? cause = null) =>
        new($"{path}: {what}", cause);

    // The last four bytes of a gzip file.
    private static uint UnpackedLength(string path, FileStream file)
    {
        if (file.Length < SmallestGzip)
            throw Invalid(path, $"damaged gzip: {Bytes(file.Length)} long, expected at least {SmallestGzip}");
        var trailer = new byte[sizeof(uint)];
        file.Seek(-trailer.Length, SeekOrigin.End);
        file.ReadExactly(trailer);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    // Memory follows what there is, not what is promised.
    private static byte[] ReadUpTo(int count, string path, Stream content)
    {
        var bytes = new byte[Math.Min(count, FirstBuffer)];
        int length = 0;
        try
        {
            for (int read = 1; read > 0 && length < count; length += read)
            {
                if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * length));
                read = content.Read(bytes, length, bytes.Length - length);
            }
        }
        catch (InvalidDataException e)
        {
            throw Invalid(path, $"damaged gzip, after {Bytes(length)} of good data", e);
        }

        return bytes[..length];
    }

    private static string Bytes(long count) => count == 1 ? "1 byte" : $"{count} bytes";
}
