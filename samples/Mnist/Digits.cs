namespace Mnist;

/// <summary>Images of handwritten digits and what they show.</summary>
internal sealed class Digits
{
    /// <summary>Width and height of an image.</summary>
    public const int Side = 28;

    /// <summary>Pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>Number of classes, the digits 0 to 9.</summary>
    public const int Classes = 10;

    private readonly float[] _images;
    private readonly int[] _labels;

    private Digits(float[] images, int[] labels) => (_images, _labels) = (images, labels);

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>Reads the images and labels of one set.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="set"><c>train</c>, or the <c>test</c> set, which the original files call <c>t10k</c>.</param>
    /// <exception cref="InvalidDataException">A file is missing or bad; the message names it.</exception>
    public static Digits Load(string directory, string set)
    {
        string imagePath = Find(directory, set, "images", "idx3");
        string labelPath = Find(directory, set, "labels", "idx1");
        (byte[] images, int[] sizes) = Idx.Read(imagePath, rank: 3);
        (byte[] labels, _) = Idx.Read(labelPath, rank: 1);
        if (sizes is not [_, Side, Side])
            throw Idx.Invalid(imagePath, $"images of {sizes[1]} × {sizes[2]} pixels, expected {Side} × {Side}");
        if (labels.Length != sizes[0])
            throw Idx.Invalid(labelPath, $"{labels.Length} labels, expected one for each of {sizes[0]} images");
        int bad = Array.FindIndex(labels, label => label >= Classes);
        if (bad >= 0) throw Idx.Invalid(labelPath, $"label {bad} is {labels[bad]}, expected 0 to {Classes - 1}");
        return new Digits(
            Array.ConvertAll(images, pixel => pixel / 255f), Array.ConvertAll(labels, label => (int)label));
    }

    /// <summary>The first images only.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="InvalidDataException">There are not that many.</exception>
    public Digits First(int count) => count <= Count
        ? new Digits(_images[..(count * Pixels)], _labels[..count])
        : throw new InvalidDataException($"--limit {count}: there are {Count} training digits");

    /// <summary>The pixels of an image, row by row, 0 (paper) to 1 (ink).</summary>
    public ReadOnlySpan<float> Image(int index) => _images.AsSpan(index * Pixels, Pixels);

    /// <summary>Copies an image moved by some pixels; what leaves the frame is lost, what enters it is paper.</summary>
    public void CopyShifted(int index, int right, int down, Span<float> target)
    {
        target.Clear();
        ReadOnlySpan<float> image = Image(index);
        int width = Side - Math.Abs(right);
        for (int y = Math.Max(0, -down); y < Math.Min(Side, Side - down); y++)
        {
            ReadOnlySpan<float> row = image.Slice(y * Side + Math.Max(0, -right), width);
            row.CopyTo(target[((y + down) * Side + Math.Max(0, right))..]);
        }
    }

    /// <summary>What an image shows.</summary>
    public int Label(int index) => _labels[index];

    // The files as they are called here and at the source, unpacked or not.
    private static string Find(string directory, string set, string what, string idx)
    {
        string[] stems = set == "test" ? ["test", "t10k"] : [set];
        string[] names =
        [
            .. stems.SelectMany<string, string>(stem => [$"{stem}-{what}.{idx}-ubyte", $"{stem}-{what}-{idx}-ubyte"])
                .SelectMany<string, string>(name => [name + ".gz", name]),
        ];
        return names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw Idx.Invalid(Path.Combine(directory, names[0]), $"not found, nor {string.Join(", ", names[1..])}");
    }
}
