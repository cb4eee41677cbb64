using System.Buffers.Binary;
using System.IO.Compression;

namespace Mnist;

/// <summary>
/// Reads the IDX format of the MNIST files: a magic number (0, 0, 8 for unsigned bytes, number of dimensions), the
/// dimensions as big-endian integers, and the bytes. Every departure from it is an
/// <see cref="InvalidDataException"/> that names the file.
/// </summary>
internal static class Idx
{
    private const int UnsignedByte = 8;

    // A header of 10 bytes and a trailer of 8.
    private const int SmallestGzip = 18;

    /// <summary>Reads a file of unsigned bytes, gzipped if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">How many dimensions it must have.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static (byte[] Values, int[] Sizes) Read(string path, int rank)
    {
        byte[] file = ReadAll(path);
        int header = sizeof(int) * (1 + rank);
        if (file.Length < header) throw Invalid(path, $"{Bytes(file.Length)} long; the header alone takes {header}");
        int magic = IntAt(0);
        int expected = UnsignedByte << 8 | rank;
        if (magic != expected) throw Invalid(path, $"the magic number is 0x{magic:X8}, expected 0x{expected:X8}");

        int[] sizes = [.. Enumerable.Range(1, rank).Select(IntAt)];
        string shape = string.Join(" × ", sizes);
        if (sizes.Any(size => size < 1)) throw Invalid(path, $"the header says {shape}; every size must be at least 1");
        Int128 length = sizes.Aggregate(Int128.One, (product, size) => product * size);
        int actual = file.Length - header;
        if (actual != length)
        {
            throw Invalid(
                path,
                $"{(actual < length ? "truncated" : "trailing data")}: {Bytes(actual)} after the header, expected "
                + $"{length} ({shape})");
        }

        return (file[header..], sizes);

        int IntAt(int index) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(index * sizeof(int)));
    }

    /// <summary>The exception that names the file and says what is wrong with it.</summary>
    public static InvalidDataException Invalid(string path, string what, Exception? cause = null) =>
        new($"{path}: {what}", cause);

    private static byte[] ReadAll(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return file;
        if (file.Length < SmallestGzip)
            throw Invalid(path, $"damaged gzip: {Bytes(file.Length)} long, expected at least {SmallestGzip}");
        using var content = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            gzip.CopyTo(content);
        }
        catch (InvalidDataException e)
        {
            throw Invalid(path, $"damaged gzip, after {Bytes(content.Length)} of good data", e);
        }

        // The last four bytes of a gzip file are its unpacked length. GZipStream itself takes a file that ends too
        // early, or too late, for a whole one.
        uint promised = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan()[^sizeof(uint)..]);
        if (promised != (uint)content.Length)
        {
            throw Invalid(
                path,
                $"damaged gzip, truncated or with trailing data: {Bytes(content.Length)} unpacked, expected {promised} "
                + "by its last four bytes");
        }

        return content.ToArray();
    }

    private static string Bytes(long count) => count == 1 ? "1 byte" : $"{count} bytes";
}
