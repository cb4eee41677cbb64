using System.Buffers;

namespace Sgl;

/// <summary>
/// Rented memory that starts at a cache line, so that no vector lies in two; arrays begin a few bytes after one. Dispose
/// gives it back.
/// </summary>
internal readonly struct Scratch : IDisposable
{
    private readonly float[] _array;

    private Scratch(float[] array, Memory<float> memory) => (_array, Memory) = (array, memory);

    /// <summary>What was asked for.</summary>
    public Memory<float> Memory { get; }

    /// <summary>The same.</summary>
    public Span<float> Span => Memory.Span;

    /// <summary>Rents memory. What it holds is unspecified.</summary>
    /// <param name="length">Number of floats, at least 0.</param>
    /// <exception cref="OverflowException">They are more than one array can have.</exception>
    public static Scratch Rent(int length)
    {
        float[] array = ArrayPool<float>.Shared.Rent(checked(length + KernelMemory.CacheLine / sizeof(float)));

        // Where the garbage collector moves the array, which it does not do to a large one, only speed is lost.
        return new Scratch(array, KernelMemory.Aligned(array, KernelMemory.CacheLine, length));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
