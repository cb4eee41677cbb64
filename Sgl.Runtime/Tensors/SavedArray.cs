using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// A named array that a <see cref="Checkpoint"/> saves, and restores in place or, where it is fixed, compares.
/// </summary>
public sealed class SavedArray
{
    private readonly Func<Span<byte>> _bytes;

    /// <summary>Floats, F32 in a file; nothing is copied.</summary>
    /// <param name="name">What its owner calls it, such as <c>weight</c>.</param>
    /// <param name="values">The values, row-major; their memory is read at every save and written at every load.</param>
    /// <param name="shape">Its sizes; none stands for one size, the number of values.</param>
    /// <exception cref="ArgumentException">The name is empty, or the number of values is not that of the shape.</exception>
    public SavedArray(string name, Memory<float> values, params ImmutableArray<int> shape)
        : this(name, "F32", sizeof(float), values.Length, shape, () => MemoryMarshal.AsBytes(values.Span))
    {
    }

    /// <summary>Doubles, F64 in a file; nothing is copied.</summary>
    /// <inheritdoc cref="SavedArray(string, Memory{float}, ImmutableArray{int})"/>
    public SavedArray(string name, Memory<double> values, params ImmutableArray<int> shape)
        : this(name, "F64", sizeof(double), values.Length, shape, () => MemoryMarshal.AsBytes(values.Span))
    {
    }

    /// <summary>Integers of 64 bits, I64 in a file; nothing is copied.</summary>
    /// <inheritdoc cref="SavedArray(string, Memory{float}, ImmutableArray{int})"/>
    public SavedArray(string name, Memory<long> values, params ImmutableArray<int> shape)
        : this(name, "I64", sizeof(long), values.Length, shape, () => MemoryMarshal.AsBytes(values.Span))
    {
    }

    private SavedArray(
        string name, string type, int elementBytes, int length, ImmutableArray<int> shape, Func<Span<byte>> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (shape.IsDefaultOrEmpty) shape = [length];
        if (shape.Any(size => size < 0) || shape.Aggregate(1L, (product, size) => product * size) != length)
            throw new ArgumentException($"'{name}' has {length} values, which are not [{string.Join(", ", shape)}].", nameof(shape));
        (Name, Type, ElementBytes, Length, Shape, _bytes) = (name, type, elementBytes, length, shape, bytes);
    }

    private SavedArray(string name, SavedArray source)
        : this(name, source.Type, source.ElementBytes, source.Length, source.Shape, source._bytes) => IsFixed = source.IsFixed;

    /// <summary>What its owner calls it.</summary>
    public string Name { get; }

    /// <summary>Its sizes, the last one contiguous.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>
    /// Whether it is a setting: a checkpoint is refused that has other bits, instead of written over it. Default false.
    /// </summary>
    public bool IsFixed { get; init; }

    /// <summary>What the values are called in a file.</summary>
    internal string Type { get; }

    /// <summary>Bytes of a value.</summary>
    internal int ElementBytes { get; }

    /// <summary>Number of values.</summary>
    internal int Length { get; }

    /// <summary>The values, as a file has them.</summary>
    internal Span<byte> Bytes => _bytes();

    /// <summary>The same array under the name that it has in a file.</summary>
    internal SavedArray In(string owner) => new($"{owner}.{Name}", this);

    /// <summary>One of such values, for a message.</summary>
    internal string Show(ReadOnlySpan<byte> bytes, int index) => FormattableString.Invariant(Type switch
    {
        "F32" => $"{MemoryMarshal.Cast<byte, float>(bytes)[index]}",
        "F64" => $"{MemoryMarshal.Cast<byte, double>(bytes)[index]}",
        _ => $"{MemoryMarshal.Cast<byte, long>(bytes)[index]}",
    });

    /// <summary>The type and the shape in a file, as in <c>F32 [10, 784]</c>.</summary>
    public override string ToString() => $"{Type} [{string.Join(", ", Shape)}]";
}
