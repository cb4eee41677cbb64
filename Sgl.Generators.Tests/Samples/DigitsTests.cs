using System.IO.Compression;
using Mnist;
using Xunit;

namespace Sgl.Tests.Samples;

/// <summary>The main job's data: read as they should be, or refused by name and reason.</summary>
public sealed class DigitsTests : IDisposable
{
    private const string Images = "train-images.idx3-ubyte", Labels = "train-labels.idx1-ubyte";

    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-digits").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Images, Labels)]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData(Images + ".gz", Labels + ".gz")]
    public void Reads_images_and_labels_under_their_usual_names(string images, string labels)
    {
        Write(images, ImageFile(2));
        Write(labels, LabelFile(3, 9));
        Digits digits = Digits.Load(_folder, "train");
        Assert.Equal(2, digits.Count);
        Assert.Equal((3, 9), (digits.Label(0), digits.Label(1)));
        Assert.Equal(783 % 256 / 255f, digits.Image(0)[783]);
        Assert.Equal(784 % 256 / 255f, digits.Image(1)[0]);
    }

    [Fact]
    public void Reads_the_test_set_of_the_original()
    {
        Write("t10k-images-idx3-ubyte", ImageFile(1));
        Write("t10k-labels-idx1-ubyte", LabelFile(7));
        Assert.Equal(7, Digits.Load(_folder, "test").Label(0));
    }

    [Fact]
    public void Reads_the_digits_of_the_sample()
    {
        string data = Path.Combine(AppContext.BaseDirectory, "data");
        Assert.Equal(8000, Digits.Load(data, "train").Count);
        Assert.Equal(2000, Digits.Load(data, "test").Count);
    }

    [Fact]
    public void A_moved_image_keeps_what_stays_in_the_frame()
    {
        Write(Images, ImageFile(1));
        Write(Labels, LabelFile(1));
        Digits digits = Digits.Load(_folder, "train");
        var moved = new float[Digits.Pixels];
        digits.CopyShifted(0, right: 1, down: -2, moved);
        for (int y = 0; y < Digits.Side; y++)
            for (int x = 0; x < Digits.Side; x++)
                Assert.Equal(
                    x < 1 || y >= Digits.Side - 2 ? 0f : digits.Image(0)[(y + 2) * Digits.Side + x - 1],
                    moved[y * Digits.Side + x]);
    }

    [Fact]
    public void Refuses_a_missing_file() => Refuses("not found");

    [Fact]
    public void Refuses_a_wrong_magic_number()
    {
        byte[] file = ImageFile(1);
        file[2] = 9;
        Write(Images, file);
        Write(Labels, LabelFile(1));
        Refuses("the magic number is 0x00000903, expected 0x00000803");
    }

    [Theory]
    [InlineData(-1, "truncated: 783 bytes after the header, expected 784 (1 × 28 × 28)")]
    [InlineData(3, "trailing data: 787 bytes after the header, expected 784 (1 × 28 × 28)")]
    [InlineData(-790, "10 bytes long; the header alone takes 16")]
    public void Refuses_a_wrong_length(int more, string message)
    {
        byte[] file = ImageFile(1);
        Array.Resize(ref file, file.Length + more);
        Write(Images, file);
        Write(Labels, LabelFile(1));
        Refuses(message);
    }

    [Fact]
    public void Refuses_labels_that_are_no_digits_or_too_few()
    {
        Write(Images, ImageFile(2));
        Write(Labels, LabelFile(1, 10));
        Refuses("label 1 is 10, expected 0 to 9", Labels);
        Write(Labels, LabelFile(1));
        Refuses("1 labels, expected one for each of 2 images", Labels);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-6)]
    public void Refuses_a_damaged_gzip(int cut)
    {
        Write(Labels, LabelFile(1));
        Write(Images + ".gz", ImageFile(1));
        string path = Path.Combine(_folder, Images + ".gz");
        byte[] packed = File.ReadAllBytes(path);
        File.WriteAllBytes(path, cut > 0 ? packed[..cut] : packed[..^-cut]);
        Refuses("damaged gzip", Images + ".gz");
    }

    private static byte[] ImageFile(int count) =>
    [
        0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, Digits.Side, 0, 0, 0, Digits.Side,
        .. Enumerable.Range(0, count * Digits.Pixels).Select(i => (byte)i),
    ];

    private static byte[] LabelFile(params byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];

    private void Write(string name, byte[] content)
    {
        using Stream file = File.Create(Path.Combine(_folder, name));
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            file.Write(content);
            return;
        }

        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        gzip.Write(content);
    }

    private void Refuses(string message, string file = Images)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Digits.Load(_folder, "train"));
        Assert.Contains(Path.Combine(_folder, file), error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
