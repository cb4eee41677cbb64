namespace Sgl;

/// <summary>Memory that is kept from one training step to the next.</summary>
/// <param name="Name">What is in it.</param>
/// <param name="Bytes">Its size.</param>
public sealed record PlannedBuffer(string Name, long Bytes)
{
    /// <summary>A buffer of float32 values.</summary>
    /// <param name="name">What is in it.</param>
    /// <param name="count">How many.</param>
    public static PlannedBuffer Floats(string name, long count) => new(name, sizeof(float) * count);

    /// <summary>A buffer of integers of 32 bits, or of words of as many bits.</summary>
    internal static PlannedBuffer Integers(string name, long count) => new(name, sizeof(int) * count);

    /// <summary>A buffer of numbers of 64 bits.</summary>
    internal static PlannedBuffer Doubles(string name, long count) => new(name, sizeof(double) * count);
}
