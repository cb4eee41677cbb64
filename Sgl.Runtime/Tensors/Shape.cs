namespace Sgl;

/// <summary>
/// What a sample is at one time step: [F] features, [C, L] channels of a length, or [C, H, W] channels of an image. In
/// memory the last size is contiguous, so every shape is a row of <see cref="Features"/> values.
/// </summary>
public readonly record struct Shape
{
    // Sizes that a shape does not have are 0.
    private readonly int _first;
    private readonly int _second;
    private readonly int _third;

    /// <summary>Features without an order: [F].</summary>
    /// <param name="features">F, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Shape(int features) => _first = Sizes.Positive(features);

    /// <summary>Channels of a length: [C, L].</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="length">L, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">There are more values than one array can have, about 2³¹.</exception>
    public Shape(int channels, int length)
    {
        (_first, _second) = (Sizes.Positive(channels), Sizes.Positive(length));
        Sizes.Product("A shape", "a sample", channels, length);
    }

    /// <summary>Channels of an image: [C, H, W].</summary>
    /// <param name="channels">C, at least 1.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">There are more values than one array can have, about 2³¹.</exception>
    public Shape(int channels, int height, int width)
    {
        (_first, _second) = (Sizes.Positive(channels), Sizes.Positive(height));
        _third = Sizes.Positive(width);
        Sizes.Product("A shape", "a sample", channels, height, width);
    }

    /// <summary>How many sizes there are: 1 to 3, and 0 for <c>default</c>, which is no shape.</summary>
    public int Rank => _third > 0 ? 3 : _second > 0 ? 2 : _first > 0 ? 1 : 0;

    /// <summary>C; where there are no channels, F.</summary>
    public int Channels => _first;

    /// <summary>Number of values of a channel: 1, L or H·W.</summary>
    public int Positions => Math.Max(_second, 1) * Math.Max(_third, 1);

    /// <summary>Number of values of a sample at one time step.</summary>
    public int Features => _first * Positions;

    /// <summary>One of the sizes.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    public int this[int axis] => (uint)axis < (uint)Rank
        ? axis switch { 0 => _first, 1 => _second, _ => _third }
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"{this} has {Rank} sizes.");

    /// <summary>[F].</summary>
    /// <param name="features">F, at least 1.</param>
    public static implicit operator Shape(int features) => new(features);

    /// <summary>[C, L].</summary>
    /// <param name="sizes">C and L, each at least 1.</param>
    public static implicit operator Shape((int Channels, int Length) sizes) => new(sizes.Channels, sizes.Length);

    /// <summary>[C, H, W].</summary>
    /// <param name="sizes">C, H and W, each at least 1.</param>
    public static implicit operator Shape((int Channels, int Height, int Width) sizes) =>
        new(sizes.Channels, sizes.Height, sizes.Width);

    /// <summary>The sizes, as in <c>[1, 28, 28]</c>.</summary>
    public override string ToString() => Rank switch
    {
        0 => "[]",
        1 => $"[{_first}]",
        2 => $"[{_first}, {_second}]",
        _ => $"[{_first}, {_second}, {_third}]",
    };
}
