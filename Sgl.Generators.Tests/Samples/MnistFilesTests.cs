using System.Buffers.Binary;
using System.IO.Compression;
using Mnist;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>What the MNIST sample says of good and of bad data files.</summary>
public sealed class MnistFilesTests : IDisposable
{
    private const int Images = 0x803;
    private const int Labels = 0x801;
    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-mnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("train-images.idx3-ubyte.gz", "train-labels.idx1-ubyte.gz", "train")]
    [InlineData("train-images.idx3-ubyte", "train-labels-idx1-ubyte.gz", "train")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte", "train")]
    [InlineData("test-images.idx3-ubyte.gz", "test-labels.idx1-ubyte", "test")]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz", "test")]
    public void Reads_all_names_packed_or_not(string images, string labels, string set)
    {
        Write(images, Idx(Images, [2, 28, 28], 2 * 784, i => i % 256));
        Write(labels, Idx(Labels, [2], 2, i => 9 * i));
        Digits digits = Digits.Load(_folder, set);
        Assert.Equal(2, digits.Count);
        Assert.Equal((0, 9), (digits.Label(0), digits.Label(1)));
        Assert.Equal([0f, 1 / 255f, 2 / 255f], digits.Image(0)[..3].ToArray());
        Assert.Equal((784 % 256) / 255f, digits.Image(1)[0]);
        Assert.Equal(783 % 256 / 255f, digits.Image(0)[^1]);
    }

    [Fact]
    public void The_digits_of_the_repository_are_whole()
    {
        string data = Path.Combine(AppContext.BaseDirectory, "mnist");
        Digits train = Digits.Load(data, "train");
        Assert.Equal((8000, 2000), (train.Count, Digits.Load(data, "test").Count));
        Assert.Equal(Enumerable.Range(0, 10), Enumerable.Range(0, 8000).Select(train.Label).Distinct().Order());
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        string message = MessageOf(_ => File.Delete(Path.Combine(_folder, "train-labels.idx1-ubyte.gz")));
        Assert.Contains("train-labels.idx1-ubyte.gz: not found", message, StringComparison.Ordinal);
        Assert.Contains("train-labels-idx1-ubyte", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Digits.Load(Path.Combine(_folder, "nowhere"), "train"));
    }

    [Theory]
    [InlineData(2, "2 bytes long; the header alone takes 16")]
    [InlineData(15, "15 bytes long; the header alone takes 16")]
    [InlineData(16, "truncated: 0 bytes after the header, expected 2352 (3 × 28 × 28)")]
    [InlineData(16 + 2351, "truncated: 2351 bytes after the header, expected 2352 (3 × 28 × 28)")]
    [InlineData(16 + 2353, "trailing data: 2353 bytes after the header, expected 2352 (3 × 28 × 28)")]
    public void Rejects_images_of_another_length(int length, string expected)
    {
        byte[] file = Idx(Images, [3, 28, 28], 2352, _ => 0);
        Array.Resize(ref file, length);
        RejectsImages(file, expected);
    }

    [Fact]
    public void Rejects_headers_that_are_not_of_28_by_28_images()
    {
        RejectsImages(Idx(Labels, [3, 28, 28], 2352, _ => 0), "the magic number is 0x00000801, expected 0x00000803");
        RejectsImages(Idx(0xD03, [3, 28, 28], 2352, _ => 0), "the magic number is 0x00000D03, expected 0x00000803");
        RejectsImages(Idx(Images, [3, 56, 14], 2352, _ => 0), "images of 56 × 14 pixels, expected 28 × 28");
        RejectsImages(Idx(Images, [0, 28, 28], 0, _ => 0), "the header says 0 × 28 × 28; every size must be");
        RejectsImages(Idx(Images, [-1, 28, 28], 9, _ => 0), "the header says -1 × 28 × 28");
        // A product that overflows 64 bits must not look like a small one.
        int huge = int.MaxValue;
        RejectsImages(Idx(Images, [huge, huge, huge], 9, _ => 0), "which is 9903520300447984150353281023 bytes; at most 1073741824 are read");
    }

    /// <summary>256 MiB of zeros are 256 KiB as gzip; the header asks for 3 images of them, or for all.</summary>
    [Fact]
    public void Unpacks_no_more_than_the_header_promises()
    {
        const int Zeros = 1 << 28;
        WriteGood();
        string path = Path.Combine(_folder, "train-images.idx3-ubyte.gz");
        foreach ((int images, string expected) in new[]
        {
            (3, $"trailing data: {Zeros} bytes after the header, expected 2352"),
            (1_300_000, $"truncated: 0 bytes after the header, expected {1_300_000 * 784}"),
        })
        {
            using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            {
                gzip.Write(Idx(Images, [images, 28, 28], 0, _ => 0));
                if (images == 3)
                    for (int i = 0; i < Zeros; i += 1 << 20) gzip.Write(new byte[1 << 20]);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            string message = Assert.Throws<InvalidDataException>(() => Digits.Load(_folder, "train")).Message;
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Rejects_labels_that_are_not_digits_or_not_one_per_image()
    {
        RejectsLabels(Idx(Labels, [3], 3, i => i == 1 ? 10 : 0), "label 1 is 10, expected 0 to 9");
        RejectsLabels(Idx(Labels, [2], 2, _ => 0), "2 labels, expected one for each of 3 images");
        RejectsLabels(Idx(Labels, [4], 4, _ => 0), "4 labels, expected one for each of 3 images");
        RejectsLabels(Idx(Labels, [3], 2, _ => 0), "truncated: 2 bytes after the header, expected 3 (3)");
    }

    [Fact]
    public void Rejects_damaged_gzip()
    {
        byte[] good = Pack(Idx(Images, [3, 28, 28], 2352, i => i * i % 251));
        RejectsPackedImages([], "damaged gzip: 0 bytes long, expected at least 18");
        RejectsPackedImages([.. "this is not a gzip file"u8], "damaged gzip, after 0 bytes of good data");
        for (int length = 0; length < good.Length; length += 3) RejectsPackedImages(good[..length], "damaged gzip");
        RejectsPackedImages(good[..^1], "damaged gzip");
        RejectsPackedImages([.. good, 1, 2, 3, 4, 5], "trailing data: 2368 bytes unpacked, expected 84148994");

        byte[] flipped = [.. good];
        flipped[good.Length / 2] ^= 0x10;
        RejectsPackedImages(flipped, "train-images.idx3-ubyte.gz: ");
    }

    [Fact]
    public void Takes_the_first_digits_if_there_are_that_many()
    {
        WriteGood();
        Digits digits = Digits.Load(_folder, "train");
        Assert.Equal(2, digits.First(2).Count);
        Assert.Equal(3, digits.First(3).Count);
        string message = Assert.Throws<InvalidDataException>(() => digits.First(4)).Message;
        Assert.Equal("--limit 4: there are 3 training digits", message);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, -1, 1, 0)]
    [InlineData(-1, 1, 0, 1)]
    [InlineData(3, 2, 3, 2)]
    public void Moves_an_image_and_fills_with_paper(int right, int down, int firstColumn, int firstRow)
    {
        Write("train-images.idx3-ubyte.gz", Idx(Images, [1, 28, 28], 784, i => 1 + i % 255));
        Write("train-labels.idx1-ubyte.gz", Idx(Labels, [1], 1, _ => 5));
        Digits digits = Digits.Load(_folder, "train");
        var moved = new float[784];
        Array.Fill(moved, float.NaN);
        digits.CopyShifted(0, right, down, moved);
        for (int y = 0; y < 28; y++)
        {
            for (int x = 0; x < 28; x++)
            {
                (int fromX, int fromY) = (x - right, y - down);
                bool inside = fromX is >= 0 and < 28 && fromY is >= 0 and < 28;
                Assert.Equal(inside ? digits.Image(0)[fromY * 28 + fromX] : 0f, moved[y * 28 + x]);
            }
        }

        Assert.NotEqual(0f, moved[firstRow * 28 + firstColumn]);
    }

    private void RejectsImages(byte[] file, string expected) =>
        Rejects("train-images.idx3-ubyte.gz", Pack(file), expected);

    private void RejectsLabels(byte[] file, string expected) =>
        Rejects("train-labels.idx1-ubyte.gz", Pack(file), expected);

    private void RejectsPackedImages(byte[] file, string expected) =>
        Rejects("train-images.idx3-ubyte.gz", file, expected);

    // The message is one line that starts with the file's path and says what is wrong.
    private void Rejects(string name, byte[] file, string expected)
    {
        string message = MessageOf(path => File.WriteAllBytes(Path.Combine(path, name), file));
        Assert.StartsWith(Path.Combine(_folder, name) + ": ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
    }

    private string MessageOf(Action<string> damage)
    {
        WriteGood();
        damage(_folder);
        return Assert.Throws<InvalidDataException>(() => Digits.Load(_folder, "train")).Message;
    }

    private void WriteGood()
    {
        Write("train-images.idx3-ubyte.gz", Idx(Images, [3, 28, 28], 2352, i => i % 256));
        Write("train-labels.idx1-ubyte.gz", Idx(Labels, [3], 3, i => i));
    }

    private void Write(string name, byte[] file) => File.WriteAllBytes(
        Path.Combine(_folder, name), name.EndsWith(".gz", StringComparison.Ordinal) ? Pack(file) : file);

    private static byte[] Idx(int magic, int[] sizes, int count, Func<int, int> value)
    {
        byte[] header = new byte[4 * (1 + sizes.Length)];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * (i + 1)), sizes[i]);
        return [.. header, .. Enumerable.Range(0, count).Select(i => (byte)value(i))];
    }

    private static byte[] Pack(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(file);
        return packed.ToArray();
    }
}
